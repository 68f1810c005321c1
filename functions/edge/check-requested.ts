import type * as z from 'zod/mini';
import { flatSides } from '../domain/request/flat-sides.ts';
import type { Caller } from './caller.ts';
import type { connect } from './contract/connectivity.ts';
import { toSeconds } from './contract/fields.ts';
import type { preflight } from './contract/peering-requests.ts';
import { logPreflight } from './log-preflight.ts';
import { requestedConnect } from './requested-connect.ts';
import { type RequestedPair, requestedSides } from './requested-sides.ts';
import type { SubmitDeps } from './submission.ts';

export type PreflightView = z.infer<(typeof preflight)['data']>;

/**
 * Runs the preflight checks, and records nothing.
 *
 * @throws ForbiddenError, ValidationError
 */
export const checkRequested = async (
  requested: RequestedPair & {
    contact_email?: string | undefined;
    connect?: z.infer<typeof connect> | undefined;
    active_for?: string | undefined;
  },
  caller: Caller,
  deps: Pick<SubmitDeps, 'preflight'> & { homeRegion: string },
): Promise<PreflightView> => {
  const { requester, accepter, left_out } = requestedSides(requested, caller, deps.homeRegion);
  const { checks, errors } = await logPreflight(caller, requester, accepter, () =>
    deps.preflight(requester, accepter, {
      submitted_by: caller.arn,
      ...(caller.address && { submitter_address: caller.address }),
      viewer: caller,
      left_out,
      ...(requested.contact_email && { contact_email: requested.contact_email }),
      ...requestedConnect(requested.connect),
      ...(requested.active_for && { active_for: toSeconds(requested.active_for) }),
    }),
  );
  return {
    dry_run: true,
    would_submit: errors.length === 0,
    ...flatSides({ requester, accepter }),
    checks,
  };
};
