import { describeSeconds } from './times.ts';

/** Names a mail by its kind: `reminder-259200` is `reminder 3 days before the deadline`. */
export const describeMailKind = (kind: string): string | undefined => {
  const [, name = '', detail = ''] = /^([a-z]+)(?:-(.+))?$/.exec(kind) ?? [];
  switch (name) {
    case 'approval':
      return 'approval request';
    case 'reminder':
      return `reminder ${describeSeconds(Number(detail))} before the deadline`;
    case 'escalation':
      return `escalation ${describeSeconds(Number(detail))} before the deadline`;
    case 'waiting':
      return 'submission confirmation';
    case 'outcome':
      return 'outcome';
    case 'drift':
      return 'connectivity change';
    case 'end':
      return `notice ${describeSeconds(Number.parseInt(detail, 10))} before the end`;
    case 'extension':
      return detail.endsWith('-decided') ? 'decision about more time' : 'request for more time';
    case 'removal':
      return 'planned removal';
    case 'kept':
      return 'removal withdrawn';
    case 'undeleted':
      return 'refused deletion';
    case 'stuck':
      return 'stuck request alert';
    default:
      return undefined;
  }
};
