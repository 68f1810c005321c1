import type {
  Connectivity,
  ConnectivityState,
  ConnectScope,
  ConnectStep,
  SideConnectivity,
} from '../request/connect.ts';
import { findCountedTables } from './plan.ts';
import type { RouteTable } from './ports.ts';

/** A record keeps no more: a VPC can have 200 tables. Whoever asks for the plan gets all of it. */
const MOST_PROBLEMS = 10;

export const UNKNOWN_SIDE: SideConnectivity = { state: 'unknown', problems: [] };

/** The steps of the plan that are about route tables that count. */
export const findCountedSteps = (
  steps: readonly ConnectStep[],
  tables: readonly RouteTable[],
): ConnectStep[] => {
  const counted = new Set(findCountedTables(tables).map(({ route_table_id }) => route_table_id));
  return steps.filter((step) => step.kind !== 'route' || counted.has(step.route_table_id));
};

/** What the steps of one side's plan mean together, with the tables that they are about. */
export const summarizeSide = (
  steps: readonly ConnectStep[],
  tables: readonly RouteTable[],
  scope: ConnectScope,
): SideConnectivity => {
  const relevant = findCountedSteps(steps, tables);
  const problems = relevant.filter(({ finding }) => finding !== 'present');
  const hasTables = findCountedTables(tables).length > 0 || scope.destination_cidr_blocks.length === 0;
  // A shadowed route is there, and carries a part of its traffic.
  const isNothingThere =
    problems.length === relevant.length && problems.every(({ finding }) => finding !== 'shadowed');
  return {
    state: isNothingThere ? 'not-connected' : problems.length === 0 && hasTables ? 'connected' : 'partial',
    problems: problems.slice(0, MOST_PROBLEMS),
    ...(problems.length > MOST_PROBLEMS && { more_problems: problems.length - MOST_PROBLEMS }),
  };
};

/** Both sides together: connected only if both are, and only as far as Peerway can see both. */
export const combineSides = ({
  requester,
  accepter,
}: Pick<Connectivity, 'requester' | 'accepter'>): ConnectivityState => {
  if (requester.state === accepter.state) return requester.state;
  const known = [requester.state, accepter.state].filter((state) => state !== 'unknown');
  const [one, other] = known;
  if (one && other) return 'partial';
  return one === 'connected' || !one ? 'unknown' : one;
};
