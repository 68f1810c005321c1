import { type LookDeps, lookAtSide, type SideLook } from '../../connectivity/look.ts';
import { type ConnectAbilities, type ConnectMode, modeOf } from '../../connectivity/mode.ts';
import { findOutside, listedOf, otherSide, scopeOf } from '../../connectivity/scope.ts';
import type { Account } from '../../directory/ports.ts';
import type { Connect, SideRole } from '../../request/connect.ts';
import type { CidrBlocks, Side } from '../../request/peering-request.ts';
import type { Facts, Known } from './facts.ts';

/** What connecting takes on one side, before there is a connection. */
export type PlannedSide = {
  account: Account | undefined;
  mode: ConnectMode;
  look: Known<SideLook>;
  /** Those of the listed destinations that don't lie in the other VPC, by their place in the list. */
  outside: ReadonlyMap<number, string>;
};

export type PlanSidesDeps = Omit<LookDeps, 'vpcs'> & {
  abilities: ConnectAbilities;
};

/** Looks only where the VPC could be described: that is where its owner lets Peerway look. */
export const planSides = async (
  sides: Record<SideRole, Side>,
  connect: Connect,
  blocks: CidrBlocks,
  facts: Facts,
  deps: PlanSidesDeps,
): Promise<Record<SideRole, PlannedSide>> => {
  const vpcs = { requester: facts.requesterVpc, accepter: facts.accepterVpc };
  const plan = async (role: SideRole, account: Account | undefined): Promise<PlannedSide> => {
    const scope = scopeOf(connect, role, blocks);
    const others = blocks[otherSide(role)];
    const listed = listedOf(connect, role);
    const outside = new Set(others ? findOutside(listed, others) : []);
    const vpc = vpcs[role];
    // Without the other VPC's blocks, nobody can say where routes should lead.
    const isPlannable =
      vpc.known && vpc.value && (!connect.routes || scope.destination_cidr_blocks.length > 0);
    return {
      account,
      mode: modeOf(account, deps.abilities),
      look: isPlannable
        ? await settle(
            lookAtSide(role, sides[role], scope, undefined, {
              ...deps,
              vpcs: { describe: async () => vpc.value },
            }),
          )
        : { known: false },
      outside: new Map([...listed.entries()].filter(([, block]) => outside.has(block))),
    };
  };
  const [requester, accepter] = await Promise.all([
    plan('requester', facts.requesterAccount),
    plan('accepter', facts.account),
  ]);
  return { requester, accepter };
};

const settle = async (look: Promise<SideLook>): Promise<Known<SideLook>> => {
  try {
    return { known: true, value: await look };
  } catch (error) {
    return { known: false, error };
  }
};
