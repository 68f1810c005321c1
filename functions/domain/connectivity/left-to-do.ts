import type { Account } from '../directory/ports.ts';
import type { ConnectivityState, ConnectStep, SideRole } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Advice, AdviceFacts } from './advice.ts';
import { adviseSide, adviseUnseen, commandsFor } from './advise.ts';
import { showRoutes } from './aws-cli.ts';
import { type ConnectAbilities, modeOf } from './mode.ts';
import { ROUTES_TO_ALL, scopeOf } from './scope.ts';

/** What the configuration says about connecting. */
export type ConnectSettings = { abilities: ConnectAbilities; tag: AdviceFacts['tag'] };

/** What its owner can do about a finding, and what to run for it: nothing if the advice has it already. */
export type Problem = { step: ConnectStep; commands: readonly string[] };

/** What is left to do on one side, by what was last found there. */
export type LeftToDo = {
  state: ConnectivityState;
  problems: readonly Problem[];
  more_problems: number;
  /** What Peerway doesn't do itself, to copy. */
  advice?: Advice;
  /** Shows the owner of an account that Peerway can't look at what Peerway can't see. */
  confirm?: string;
};

/** `undefined` for a request to which nobody asked to connect. */
export const findLeftToDo = (
  request: PeeringRequest,
  role: SideRole,
  account: Account | undefined,
  { abilities, tag }: ConnectSettings,
): LeftToDo | undefined => {
  const { id, connect = ROUTES_TO_ALL, connectivity, consents, cidr_blocks = {} } = request;
  const connection = request.vpc_peering_connection_id;
  if (!connectivity || !connection) return undefined;
  const { state, problems, more_problems = 0 } = connectivity[role];
  const facts: AdviceFacts = {
    request_id: id,
    role,
    side: request[role],
    connection,
    // Nobody agreed that Peerway does it here, so their owner wants to know how.
    mode: consents?.[role] ? modeOf(account, abilities) : 'advise',
    abilities,
    tag,
  };
  const advice =
    state === 'unknown'
      ? adviseUnseen(scopeOf(connect, role, cidr_blocks), facts)
      : adviseSide(problems, facts);
  const commandsOf = (step: ConnectStep): string[] =>
    commandsFor(step, facts).filter((command) => !advice?.aws_cli.split('\n').includes(command));
  return {
    state,
    problems: problems.map((step) => ({ step, commands: commandsOf(step) })),
    more_problems,
    ...(advice && { advice }),
    ...(state === 'unknown' && connect.routes && { confirm: showRoutes(request[role], connection) }),
  };
};
