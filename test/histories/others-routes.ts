import { TRANSIT_GATEWAY } from '../../local/seed.ts';
import type { Evidence } from '../faults/evidence.ts';
import type { FaultyStack } from '../faults/faulty-stack.ts';
import type { ShownRoute } from '../faults/shown-routes.ts';

/** A destination in a route table. */
export type RouteAt = { table: string; destination: string };

/** Remembers the routes that the owners of VPCs made themselves, and where they lead. */
export class OthersRoutes {
  readonly #stack: FaultyStack;
  readonly #made = new Map<string, RouteAt & { leadsTo: string }>();

  /** From what the tables of the VPCs hold before anything happens. */
  constructor(stack: FaultyStack, vpcIds: readonly string[]) {
    this.#stack = stack;
    for (const { vpcId, routeTableId: table, routes } of stack.local.ec2.routeTables()) {
      if (!vpcIds.includes(vpcId)) continue;
      for (const { destination, target } of routes)
        if (target === TRANSIT_GATEWAY) this.made({ table, destination }, target);
    }
  }

  made({ table, destination }: RouteAt, leadsTo: string): void {
    this.#made.set(`${table} ${destination}`, { table, destination, leadsTo });
  }

  removed({ table, destination }: RouteAt): void {
    this.#made.delete(`${table} ${destination}`);
  }

  /** A route over a connection too: the same place may have had one of Peerway's before. */
  isTheirs({ table, destination, leadsTo }: ShownRoute): boolean {
    return this.#made.get(`${table} ${destination}`)?.leadsTo === leadsTo;
  }

  /** 12. No route of others is ever changed: one that Peerway names on no trail, or that leads to no connection. */
  changed(evidence: Iterable<Evidence>): string[] {
    const tables = new Map(
      this.#stack.local.ec2.routeTables().map(({ routeTableId, routes }) => [routeTableId, routes]),
    );
    const claimed = new Set(
      [...evidence].flatMap(({ events }) =>
        events.flatMap(({ routes = [] }) =>
          routes.map(
            ({ route_table_id, destination_cidr_block }) => `${route_table_id} ${destination_cidr_block}`,
          ),
        ),
      ),
    );
    return [...this.#made.values()]
      .filter(({ table, destination, leadsTo }) => {
        const isThere = tables
          .get(table)
          ?.some((route) => route.destination === destination && route.target === leadsTo);
        const isShared = leadsTo.startsWith('pcx-') && claimed.has(`${table} ${destination}`);
        return !isThere && !isShared && !this.#isHitLate({ table, destination });
      })
      .map(
        ({ table, destination, leadsTo }) =>
          `the route to ${destination} in ${table}, which its owner led to ${leadsTo}, is gone`,
      );
  }

  /** EC2 may carry a call out only long after, and changes what is there by then. */
  #isHitLate({ table, destination }: RouteAt): boolean {
    return this.#stack.layer.disturbed().some(({ call, fault }) => {
      const parameters = new URLSearchParams(call.body);
      return (
        fault === 'very-slow' &&
        call.operation === 'DeleteRoute' &&
        parameters.get('RouteTableId') === table &&
        parameters.get('DestinationCidrBlock') === destination
      );
    });
  }
}
