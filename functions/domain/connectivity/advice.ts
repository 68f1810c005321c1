import type { SideRole } from '../request/connect.ts';
import type { ConnectionId, RequestId, Side } from '../request/peering-request.ts';
import type { ConnectAbilities, ConnectMode } from './mode.ts';

/** Whose side it is, and what Peerway does there itself. */
export type AdviceFacts = {
  request_id: RequestId;
  role: SideRole;
  side: Side;
  connection: ConnectionId;
  mode: ConnectMode;
  abilities: ConnectAbilities;
  /** The tag of managed route tables. */
  tag: { key: string; value: string };
};

/** The same steps in three notations, to copy. They only add: what is in their way is left to a person. */
export type Advice = {
  aws_cli: string;
  terraform: string;
  /** Absent if nothing is left that CloudFormation can do. */
  cloudformation?: string;
};

/** A route to add: to one route table, or to each of the VPC's if Peerway can't look which there are. */
export type AdvisedRoute = { route_table_id?: string; destination_cidr_block: string };

export type AdvisedSteps = { routes: readonly AdvisedRoute[]; dns_resolution: boolean };
