import type { Actor } from '../request/peering-request.ts';

/** Who did something, for people: an IAM ARN becomes the name and the account that it holds. */
export const describeActor = ({ kind, id }: Actor): string => {
  switch (kind) {
    case 'approver':
    case 'requester':
      return id;
    case 'caller':
      return describeArn(id);
    case 'workflow':
      return 'Peerway';
    case 'rule':
      return 'a rule of the directory';
    case 'outside':
      return `somebody in account ${id}, outside Peerway`;
    default:
      return kind satisfies never;
  }
};

/** `arn:aws:sts::111111111111:assumed-role/Developer/rosa` → `rosa (Developer, account 111111111111)` */
export const describeArn = (arn: string): string => {
  const [, account, path = ''] = /^arn:aws[\w-]*:(?:sts|iam)::(\d{12}):(.+)$/.exec(arn) ?? [];
  if (!account) return arn;
  const [kind, ...names] = path.split('/');
  const name = names.at(-1) ?? path;
  const role = kind === 'assumed-role' ? `${names[0]}, ` : '';
  return `${name} (${role}account ${account})`;
};
