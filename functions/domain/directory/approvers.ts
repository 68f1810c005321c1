import type { PeeringRequest } from '../request/peering-request.ts';
import type { Account } from './ports.ts';

/**
 * Who may decide: the accepter account's approvers in the directory, except the requester. A requester is
 * recognized by their contact address, and by the name they submitted with: a role session or a token's subject.
 */
export const listApprovers = (account: Account | undefined, request: PeeringRequest): string[] => {
  const requester = new Set(
    [request.contact_email, request.submitted_by.split(/[/#]/).at(-1)].map((name) => name?.toLowerCase()),
  );
  return (account?.approvers ?? []).filter((approver) => !requester.has(approver.toLowerCase()));
};
