import type { Account } from '../directory/ports.ts';
import type { AccepterPlan, ConnectScope } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { type ConnectAbilities, type ConnectMode, isEmptyScope, modeOf, narrowScope } from './mode.ts';
import { accepterScope } from './plan-accepter.ts';

/** What a request asks for in the accepter's account, and what its people can consent to. */
export type ConnectOffer = {
  mode: ConnectMode;
  asked: ConnectScope;
  /** What Peerway does there, if they consent. Absent where it only advises. */
  consent?: ConnectScope;
  plan?: AccepterPlan;
};

/** `undefined` if the request asks for nothing there, or if the requester's blocks aren't known. */
export const offerOf = (
  request: PeeringRequest,
  account: Account | undefined,
  abilities: ConnectAbilities,
): ConnectOffer | undefined => {
  const asked = accepterScope(request);
  if (!asked) return undefined;
  const mode = modeOf(account, abilities);
  const able = narrowScope(asked, abilities);
  const { accepter_plan: plan } = request;
  return {
    mode,
    asked,
    ...(mode === 'apply' && !isEmptyScope(able) && { consent: able }),
    ...(plan && { plan }),
  };
};
