import { assertMayDecide, assertMayDecideBy } from '../directory/approvers.ts';
import { asDecidable, countExtension } from '../directory/count-extension.ts';
import type { Account } from '../directory/ports.ts';
import { findEarlierApproval, inTheirSeat } from '../directory/their-seat.ts';
import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { AlreadyDecidedError, ConflictError } from '../request/errors.ts';
import { findOpenExtension, grantExtension } from '../request/lifetime.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import { describeSeconds } from '../wording/times.ts';

/**
 * Records an approver's decision about more time: as many different approvers must accept as for the request, and one
 * rejection is enough. Nothing but the end for which it was asked is moved.
 *
 * @throws AlreadyDecidedError, ConflictError, ForbiddenError
 */
export const decideExtension = (
  request: PeeringRequest,
  made: Decision,
  account: Account | undefined,
  source_ip: string,
): Change => {
  const { extension } = request;
  const asked = extension && asDecidable({ ...request, extension });
  const before = extension?.decision ?? (asked && findEarlierApproval(account, asked, made.by.id));
  if (before && (extension?.decision || made.kind === 'accept')) {
    throw new AlreadyDecidedError(before.by.id, before.kind, before.at);
  }
  if (!asked || !findOpenExtension(request, new Date(made.at))) {
    throw new ConflictError('No request for more time is open.', { peering_request_id: request.id }, 'id');
  }
  const decision = { ...made, by: inTheirSeat(account, asked, made.by) };
  assertMayDecide(
    account,
    asked,
    made.by.id,
    'Only an approver who didn’t ask for it can decide about more time.',
  );
  const calls = 'peerway approve --extension or peerway reject --extension';
  assertMayDecideBy(account, request, decision, calls);
  const what = `${decision.kind}, ${describeSeconds(extension.extends_by)} more`;
  const reason = decision.comment ? `${what}: ${decision.comment}` : what;
  const entry = { actor: decision.by, source_ip };
  if (decision.kind !== 'accept') {
    return {
      set: { extension: { ...extension, decision } },
      entry: { ...entry, type: 'extension-decided', reason },
    };
  }
  const voted = { ...extension, approvals: [...extension.approvals, decision] };
  const { counted, required, approvals } = countExtension(account, { ...request, extension: voted });
  const counts = { ...extension, approvals };
  return counted >= required
    ? { set: grantExtension(counts, decision), entry: { ...entry, type: 'extension-decided', reason } }
    : {
        set: { extension: counts },
        entry: {
          ...entry,
          type: 'extension-approved',
          reason: `${counted} of ${required} approvals, ${reason}`,
        },
      };
};

/** The account's entry is read anew for each attempt to commit. */
export const commitExtensionDecision = (
  request: PeeringRequest,
  decision: Decision,
  source_ip: string,
  deps: { requests: Requests; directory: { account(id: string): Promise<Account | undefined> } },
): Promise<PeeringRequest> =>
  commitLatest(deps.requests, request, async (latest) =>
    decideExtension(latest, decision, await deps.directory.account(latest.accepter.owner_id), source_ip),
  );
