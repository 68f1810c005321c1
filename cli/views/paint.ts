import { styleText } from 'node:util';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { Check } from '../client/api-types.ts';

const STATUS_COLORS = {
  submitted: 'cyan',
  'pending-acceptance': 'yellow',
  provisioning: 'yellow',
  active: 'green',
  rejected: 'red',
  expired: 'red',
  failed: 'red',
  cancelled: 'gray',
  deleted: 'gray',
} as const satisfies Record<RequestStatus, string>;

export const paintStatus = (status: RequestStatus): string =>
  strong(styleText(STATUS_COLORS[status], status));

const CHECK_MARKS = {
  pass: styleText('green', '✓'),
  warn: styleText('yellow', '!'),
  fail: styleText('red', '✗'),
  unknown: styleText('cyan', '?'),
} as const satisfies Record<Check['result'], string>;

export const checkMark = (result: Check['result']): string => CHECK_MARKS[result];

export const good = (text: string): string => `${styleText('green', '✓')} ${text}`;
export const bad = (text: string): string => `${styleText('red', '✗')} ${text}`;
export const strong = (text: string): string => styleText('bold', text);
export const faint = (text: string): string => text && styleText('dim', text);

/** The commands to run next. */
export const next = (...commands: string[]): string =>
  commands.map((command, index) => faint(`${index === 0 ? 'Next:' : '     '} ${command}`)).join('\n');
