import type { Caller } from './caller.ts';
import type { Parameters, XmlContent } from './query-protocol.ts';
import type { Side, State } from './state.ts';

export type Settings = {
  /** How long a connection waits for acceptance. */
  windowSeconds: number;
  /** How long each asynchronous step takes: initiating, provisioning, deleting, changed options. */
  settleSeconds: number;
  /** Pending connections that an account may have requested in a Region. */
  pendingQuota: number;
  /** Active connections that a VPC may have. */
  activeQuota: number;
};

export const DEFAULT_SETTINGS: Settings = {
  windowSeconds: 604_800,
  settleSeconds: 2,
  pendingQuota: 25,
  activeQuota: 50,
};

export type Ec2Call = {
  caller: Caller;
  parameters: Parameters;
  state: State;
  now: number;
  settings: Settings;
};

export type Ec2Action = (call: Ec2Call) => XmlContent;

/** What many actions answer when there is nothing to tell. */
export const DONE: XmlContent = { return: true };

/** A VPC of the caller's, in the Region that was asked. */
export function ownSide({ caller }: Ec2Call, vpcId: string): Side {
  return { accountId: caller.accountId, region: caller.region, vpcId };
}
