import type { Evidence } from '../evidence.ts';
import type { ShownRoute } from '../shown-routes.ts';
import { agreesWithEc2 } from './agrees-with-ec2.ts';
import { claimedOnce } from './claimed-once.ts';
import { type Acknowledged, decisionsKept } from './decisions-kept.ts';
import { endsInTime } from './ends-in-time.ts';
import { mailsOnce } from './mails-once.ts';
import { nothingForgotten } from './nothing-forgotten.ts';
import { oneConnection } from './one-connection.ts';
import { routesHold } from './routes.ts';
import { trailHolds } from './trail-holds.ts';

export type Known = {
  /** What the people of a request were told. */
  acknowledged: readonly Acknowledged[];
  /** Who must be asked. */
  approvers: readonly string[];
  /** Whether its owner made a route by hand. */
  isOthers?: (route: ShownRoute) => boolean;
  /** While somebody is away, others are told in their stead. */
  wasAway?: (person: string) => boolean;
};

/** What is wrong with a request, each in a sentence; nothing, when all of the invariants hold. */
export const violations = (
  evidence: Evidence,
  { acknowledged, approvers, isOthers = () => false, wasAway }: Known,
): string[] => [
  ...agreesWithEc2(evidence),
  ...oneConnection(evidence),
  ...decisionsKept(evidence, acknowledged),
  ...trailHolds(evidence),
  ...mailsOnce(evidence, approvers, wasAway),
  ...nothingForgotten(evidence),
  ...routesHold(evidence, isOthers),
  ...claimedOnce(evidence),
  ...endsInTime(evidence),
];
