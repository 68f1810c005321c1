import type { Caller } from './caller.ts';
import type { Parameters, XmlContent } from './query-protocol.ts';
import type { Side, State } from './state.ts';

export type Settings = {
  /** How long a connection waits for acceptance. */
  windowSeconds: number;
  /** How long each asynchronous step takes: initiating, provisioning, deleting, changing options. */
  settleSeconds: number;
  /** How many pending connections an account may have requested in a Region. */
  pendingQuota: number;
  /** How many active connections a VPC may have. */
  activeQuota: number;
  /** How many IPv4 routes, and how many IPv6 routes, a table may have besides propagated ones. */
  routeQuota: number;
  /** How long reads show routes as they were before a change. */
  routeLagSeconds: number;
  /** Whether Peerway's roles may delete connections without its tag, as with `deleteFound` in the configuration. */
  deleteFound: boolean;
  /** Whether a second CreateRoute with the same destination and target succeeds. AWS doesn't document it. */
  sameRouteAccepted: boolean;
};

export const DEFAULT_SETTINGS: Settings = {
  windowSeconds: 604_800,
  settleSeconds: 2,
  pendingQuota: 25,
  activeQuota: 50,
  routeQuota: 500,
  routeLagSeconds: 0,
  deleteFound: false,
  sameRouteAccepted: false,
};

export type Ec2Call = {
  caller: Caller;
  parameters: Parameters;
  state: State;
  now: number;
  settings: Settings;
};

export type Ec2Action = (call: Ec2Call) => XmlContent;

/** The response of actions without a result. */
export const DONE: XmlContent = { return: true };

/** A VPC of the caller, in the Region that was called. */
export function ownSide({ caller }: Ec2Call, vpcId: string): Side {
  return { accountId: caller.accountId, region: caller.region, vpcId };
}
