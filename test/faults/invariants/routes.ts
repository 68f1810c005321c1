import { SIDES } from '../../../functions/domain/request/connect.ts';
import type { RequestId } from '../../../functions/domain/request/peering-request.ts';
import { MANAGED_TAG } from '../../../local/seed.ts';
import type { AwsCall } from '../aws-call.ts';
import { type Evidence, tableOf } from '../evidence.ts';
import type { FaultyStack } from '../faulty-stack.ts';
import { routesOf, type ShownRoute } from '../shown-routes.ts';

const requestOf = ({ invocation }: AwsCall): RequestId | undefined =>
  (invocation?.event as { request_id?: RequestId } | undefined)?.request_id;

const isManaged = (stack: FaultyStack, table: string): boolean =>
  stack.local.ec2
    .routeTables()
    .some(({ routeTableId, tags }) => routeTableId === table && tags[MANAGED_TAG.key] === MANAGED_TAG.value);

/**
 * 10. A route is created only where its side agreed to it, in a table that its owner lets Peerway change, and after the
 * record names it; one is deleted only if the record names it and it leads to the request's connection. Looks at the
 * moment of each such call.
 *
 * @returns how to stop, which tells what was found
 */
export const watchRoutes = (stack: FaultyStack): (() => readonly string[]) => {
  const findings: string[] = [];
  const stop = stack.layer.watch(async (call) => {
    const { operation } = call;
    if (operation !== 'CreateRoute' && operation !== 'DeleteRoute') return;
    const id = requestOf(call);
    // A call that EC2 carries out only long after changes what is there by then. No caller can help that.
    if (stack.local.clock.now() > call.at) return;
    const record = id && (await tableOf(stack).requests.get(id));
    const parameters = new URLSearchParams(call.body);
    const table = parameters.get('RouteTableId');
    const destination =
      parameters.get('DestinationCidrBlock') ?? parameters.get('DestinationIpv6CidrBlock') ?? '';
    const what = `${operation} of ${destination} in ${table} for ${id}`;
    const own = record?.routes?.find(
      (each) => each.route_table_id === table && each.destination_cidr_block === destination,
    );
    if (!record || !own) {
      findings.push(`${what}, which its record doesn’t name`);
      return;
    }
    if (operation === 'CreateRoute') {
      if (!record.consents?.[own.side]?.destination_cidr_blocks.includes(destination))
        findings.push(`${what}, to which the ${own.side} never agreed`);
      if (!isManaged(stack, own.route_table_id))
        findings.push(`${what}, whose owner doesn’t let Peerway change it`);
      return;
    }
    const there = routesOf(stack, record).find(
      (route) => route.table === table && route.destination === destination,
    );
    if (there && there.leadsTo !== record.vpc_peering_connection_id)
      findings.push(`${what}, which leads to ${there.leadsTo}`);
  });
  return () => {
    stop();
    return findings;
  };
};

/**
 * 11. Once EC2 has settled, no route that Peerway created leads to a connection that is gone, unless the record says
 * why; each is on the trail; and a side that agreed has them all, unless the record says what is missing.
 */
export const routesHold = (
  { record, events, routes }: Evidence,
  isOthers: (route: ShownRoute) => boolean,
): string[] => {
  const { status, routes: own = [], consents = {}, connectivity, teardown } = record;
  const findings: string[] = [];
  const ours = routes.filter(({ leadsTo }) => leadsTo === record.vpc_peering_connection_id);
  const created = events.flatMap(({ type, routes: some = [] }) => (type === 'routes-created' ? some : []));
  const isTrailed = ({ side, table, destination }: ShownRoute) =>
    created.some(
      (each) =>
        each.side === side && each.route_table_id === table && each.destination_cidr_block === destination,
    );
  const nameOf = ({ destination, table }: ShownRoute) => `the route to ${destination} in ${table}`;
  if (status === 'deleted') {
    const isLeft = (route: ShownRoute) =>
      own.some(
        (each) =>
          each.route_table_id === route.table &&
          each.destination_cidr_block === route.destination &&
          each.left_because,
      );
    for (const route of ours) {
      if (isTrailed(route) && !isLeft(route) && !isOthers(route))
        findings.push(`${nameOf(route)} leads to a connection that is gone`);
    }
    return findings;
  }
  if (status !== 'active' || teardown) return findings;
  for (const each of own) {
    const route = ours.find(
      ({ table, destination }) =>
        table === each.route_table_id && destination === each.destination_cidr_block,
    );
    if (route && each.created_at && !isTrailed(route)) findings.push(`${nameOf(route)} isn’t on its trail`);
  }
  for (const side of SIDES) {
    const { destination_cidr_blocks = [], applied_at } = consents[side] ?? {};
    const isExplained =
      connectivity?.[side].state === 'unknown' || connectivity?.[side].problems.length !== 0;
    for (const destination of applied_at ? destination_cidr_blocks : []) {
      if (!isExplained && !ours.some((route) => route.side === side && route.destination === destination))
        findings.push(`the ${side} agreed to a route to ${destination}, has none, and no finding says why`);
    }
  }
  return findings;
};
