import { entryFor } from '../directory/entry-for.ts';
import type { Account } from '../directory/ports.ts';
import { asItWas, decidedBy, ruleFor } from '../directory/rules.ts';
import type { Change } from '../request/change.ts';
import {
  AlreadyDecidedError,
  ConflictError,
  RefusedByRuleError,
  ValidationError,
} from '../request/errors.ts';
import { findOpenExtension, grantExtension } from '../request/lifetime.ts';
import type { Actor, Extension, PeeringRequest } from '../request/peering-request.ts';
import { describeRule } from '../wording/rules.ts';
import { describeSeconds } from '../wording/times.ts';

export type MoreTime = {
  by: Actor;
  /** The asker's mail address, if it is verified. */
  address?: string | undefined;
  extends_by: number;
  reason: string;
  source_ip: string;
};

/**
 * Asks for more time for a connection that has an end. Its approvers decide, or the rule of the directory that
 * holds for such a request now.
 *
 * @param account the accepter's
 * @throws AlreadyDecidedError, ConflictError, RefusedByRuleError, ValidationError
 */
export const askForMoreTime = (
  request: PeeringRequest,
  { by, address, extends_by, reason, source_ip }: MoreTime,
  account: Account | undefined,
  now: Date,
): Change => {
  const { status, teardown, ends_at, id } = request;
  const conflict = (message: string) => new ConflictError(message, { peering_request_id: id }, 'id');
  if (teardown) throw new AlreadyDecidedError(teardown.by.id, 'delete', teardown.at);
  if (status !== 'active')
    throw conflict(
      `More time can be asked for only while the connection is active: this request is ${status}.`,
    );
  if (!ends_at) throw conflict('This connection has no end, so it needs no more time.');
  if (now.toISOString() >= ends_at) throw conflict(`This connection’s end was ${ends_at}.`);
  const open = findOpenExtension(request, now);
  if (open) throw conflict(`More time was asked for at ${open.at}, and isn’t decided yet.`);
  const ruling = account && ruleFor(account, { ...request, active_for: extends_by });
  if (ruling?.then === 'refuse' && ruling.rule)
    throw new RefusedByRuleError(ruling.rule.name, describeRule(ruling.rule, 'refuses more time'));
  const longest = account && entryFor(account, request).longest_active_for;
  if (longest !== undefined && extends_by > longest) {
    const message = `Extends by (${describeSeconds(extends_by)}) must not exceed what account ${request.accepter.owner_id} allows: ${describeSeconds(longest)}.`;
    throw new ValidationError([{ path: 'extends_by', message }]);
  }
  const at = now.toISOString();
  const extension: Extension = {
    by,
    ...(address && { asker_address: address }),
    at,
    extends_by,
    reason,
    ends_at,
    approvals: [],
  };
  const entry = {
    type: 'extension-asked-for',
    actor: by,
    source_ip,
    reason: `${describeSeconds(extends_by)}: ${reason}`,
  } as const;
  if (ruling?.then !== 'accept' || !ruling.rule) return { set: { extension }, entry };
  return {
    set: grantExtension(extension, { kind: 'accept', ...decidedBy(ruling.rule), at }),
    entry: { ...entry, ...asItWas(ruling.rule) },
  };
};
