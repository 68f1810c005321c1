import { assertMayDecideBy } from '../directory/approvers.ts';
import { countExtension, type Extended, mayDecideExtension } from '../directory/count-extension.ts';
import type { Account } from '../directory/ports.ts';
import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { AlreadyDecidedError, ConflictError, ForbiddenError } from '../request/errors.ts';
import { findOpenExtension, grantExtension } from '../request/lifetime.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
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
  decision: Decision,
  account: Account | undefined,
  source_ip: string,
): Change => {
  const { extension } = request;
  const before =
    extension?.decision ?? extension?.approvals.find(({ by }) => isSamePerson(by.id, decision.by.id));
  if (before && (extension?.decision || decision.kind === 'accept')) {
    throw new AlreadyDecidedError(before.by.id, before.kind, before.at);
  }
  if (!extension || !findOpenExtension(request, new Date(decision.at))) {
    throw new ConflictError('No request for more time is open.', { peering_request_id: request.id }, 'id');
  }
  const extended: Extended = { ...request, extension };
  if (!mayDecideExtension(account, extended, decision.by.id)) {
    throw new ForbiddenError('Only an approver who didn’t ask for it can decide about more time.');
  }
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
