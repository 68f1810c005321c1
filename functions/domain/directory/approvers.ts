import { parseMemberSession } from '../request/member-session.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Account } from './ports.ts';

/**
 * Who may decide: the accepter account's approvers in the directory, except the requester. A requester is
 * recognized by their contact address, and by the name they submitted with: a role session or a token's subject.
 */
export const listApprovers = (account: Account | undefined, request: PeeringRequest): string[] => {
  const requester = new Set(
    [request.contact_email, submitterName(request)].map((name) => name?.toLowerCase()),
  );
  return (account?.approvers ?? []).filter((approver) => !requester.has(approver.toLowerCase()));
};

/** A token's subject can contain any character. No issuer contains `#`, and no name in an ARN contains `/`. */
const submitterName = ({ submitted_by }: PeeringRequest): string | undefined =>
  submitted_by.startsWith('jwt:')
    ? submitted_by.slice(submitted_by.indexOf('#') + 1)
    : (parseMemberSession(submitted_by)?.name ?? submitted_by.split('/').at(-1));
