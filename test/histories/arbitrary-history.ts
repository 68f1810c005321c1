import fc from 'fast-check';
import type { Variant, Way } from '../faults/fault-case.ts';
import { WAYS } from '../faults/fault-case.ts';
import { CONSOLE_ACTIONS, type ConsoleAction } from './actions.ts';
import { attack, change, othersPair, plot } from './arbitrary-attack.ts';
import { arbitraryLife } from './arbitrary-life.ts';
import type { HistoryCommand } from './command.ts';
import { ANY_CALL, type Target } from './disturbances.ts';
import type { PairIndex } from './history.ts';
import {
  type ApproverDecision,
  decide,
  decideAtOnce,
  resubmit,
  submit,
  withdraw,
} from './people-commands.ts';
import {
  byHand,
  connectAgain,
  LEADING_ELSEWHERE,
  OWNERS,
  type Owners,
  ROUTE_ACTIONS,
  watch,
} from './route-commands.ts';
import { pass, passToEnd, sweep } from './time-commands.ts';
import { fail, type Interruption, inConsole, kill, meanwhile, restart } from './trouble-commands.ts';

const TO_CONNECT = { routes: true } as const;

/** Less often the stranger’s own. */
const pair: fc.Arbitrary<PairIndex> = fc.oneof(
  { weight: 8, arbitrary: othersPair },
  { weight: 1, arbitrary: fc.constant(2) },
);
const person = fc.constantFrom('anna@analytics.example', 'arun@analytics.example');
const kind = fc.constantFrom<ApproverDecision>('accept', 'accept', 'reject');
const way = fc.constantFrom(...(Object.keys(WAYS) as Way[]));
const variant = fc.constantFrom<Variant>('once', 'throughout');
const action = fc.constantFrom(...(Object.keys(CONSOLE_ACTIONS) as ConsoleAction[]));

/** Calls with effects, and the look at EC2 on which so much depends; any call at all otherwise. */
const name = fc.constantFrom(
  ANY_CALL,
  ANY_CALL,
  'dynamodb.TransactWriteItems',
  'dynamodb.TransactWriteItems',
  'dynamodb.UpdateItem',
  'ec2.CreateVpcPeeringConnection',
  'ec2.AcceptVpcPeeringConnection',
  'ec2.DeleteVpcPeeringConnection',
  'ec2.DescribeVpcPeeringConnections',
  'ec2.DescribeVpcs',
  'ec2.CreateRoute',
  'ec2.DeleteRoute',
  'ec2.DescribeRouteTables',
  'states.StartExecution',
  'states.SendTaskSuccess',
  'ses.SendEmail',
);

const target: fc.Arbitrary<Target> = fc.record({
  name,
  nth: fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  ),
});

const interruption = fc.oneof<fc.Arbitrary<Interruption>[]>(
  action,
  fc.constantFrom<Interruption>(
    'the requester cancels',
    'the first approver accepts',
    'the first approver accepts',
    'all executions are killed for',
    'a sweep looks at',
    'somebody creates a connection for',
    'the accepter deletes, and a sweep looks at',
    'the accepter accepts, and a sweep looks at',
  ),
);

/** A decision that comes as fast as the mail that asks for it. */
const asFastAsTheMail = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    pair,
    fc.constantFrom<Interruption>('the requester cancels', 'the first approver accepts'),
  )
  .map(([nth, of, what]) => meanwhile({ name: 'ses.SendEmail', nth }, of, what));

const approverDecides: fc.Arbitrary<[string, ApproverDecision]> = fc.tuple(person, kind);

/** What a teardown must leave alone more often than all else. */
const routeAction = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...ROUTE_ACTIONS) },
  { weight: 1, arbitrary: fc.constantFrom(...LEADING_ELSEWHERE) },
);

const handsOnRoutes: fc.Arbitrary<HistoryCommand> = fc
  .tuple(pair, routeAction, fc.constantFrom(...(Object.keys(OWNERS) as Owners[])))
  .map((all) => byHand(...all));

const command: fc.Arbitrary<HistoryCommand> = fc.oneof(
  { weight: 3, arbitrary: pair.map((of) => submit(of)) },
  { weight: 5, arbitrary: pair.map((of) => submit(of, TO_CONNECT)) },
  { weight: 4, arbitrary: handsOnRoutes },
  { weight: 2, arbitrary: pair.map(connectAgain) },
  { weight: 1, arbitrary: fc.constant(watch) },
  { weight: 6, arbitrary: fc.tuple(pair, person, kind).map((all) => decide(...all)) },
  {
    weight: 2,
    arbitrary: fc.tuple(pair, approverDecides, approverDecides).map((all) => decideAtOnce(...all)),
  },
  { weight: 3, arbitrary: pair.map(withdraw) },
  { weight: 1, arbitrary: pair.map(resubmit) },
  { weight: 4, arbitrary: fc.tuple(pair, action).map((all) => inConsole(...all)) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 3, 10, 60, 900, 3600, 4 * 3600, 7 * 3600), fc.boolean())
      .map((all) => pass(...all)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(pair, fc.constantFrom(-30, -1, 1, 30, 61)).map((all) => passToEnd(...all)),
  },
  { weight: 3, arbitrary: fc.constant(sweep) },
  { weight: 6, arbitrary: fc.tuple(target, way, variant).map((all) => fail(...all)) },
  { weight: 5, arbitrary: fc.tuple(target, pair, interruption).map((all) => meanwhile(...all)) },
  { weight: 8, arbitrary: attack },
  { weight: 3, arbitrary: change },
  { weight: 2, arbitrary: pair.map(kill) },
  { weight: 1, arbitrary: fc.constant(restart) },
);

const commands = (maxLength: number) => fc.array(command, { minLength: 2, maxLength, size: 'max' });

/** What may happen to a request while its VPCs are connected: its own commands more often than all others. */
const whileConnected: fc.Arbitrary<HistoryCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(routeAction, fc.constantFrom(...(Object.keys(OWNERS) as Owners[])))
      .map(([action, owners]) => byHand(0, action, owners)),
  },
  { weight: 2, arbitrary: fc.constant(connectAgain(0)) },
  { weight: 1, arbitrary: fc.constant(watch) },
  { weight: 2, arbitrary: fc.constantFrom(1, 10, 60, 3600).map((seconds) => pass(seconds, false)) },
  { weight: 4, arbitrary: command },
);

/** A request that is accepted and connected, mostly, and torn down or deleted in the console in the end. */
const connectedLife: fc.Arbitrary<HistoryCommand[]> = fc
  .tuple(
    fc.array(command, { maxLength: 1 }),
    fc.constantFrom(
      [decide(0, 'anna@analytics.example', 'accept')],
      [decide(0, 'anna@analytics.example', 'accept')],
      // Whoever accepts in the console has agreed to no routes.
      [inConsole(0, 'the accepter accepts'), sweep],
    ),
    fc.array(whileConnected, { maxLength: 1 }),
    fc.array(whileConnected, { minLength: 1, maxLength: 4, size: 'max' }),
    fc.constantFrom(
      withdraw(0),
      withdraw(0),
      inConsole(0, 'the accepter deletes'),
      inConsole(0, 'the requester deletes'),
    ),
    fc.array(whileConnected, { maxLength: 2 }),
  )
  .map(([early, accept, atAccept, connected, end, late]) => [
    pass(60, false),
    ...early,
    ...accept,
    ...atAccept,
    pass(60, false),
    ...connected,
    end,
    ...late,
  ]);

const submitted = fc.constantFrom(undefined, TO_CONNECT).map((connect) => [submit(0, connect)]);

/** Histories begin with a submit or a connection made outside, since nothing happens before one. */
export const arbitraryHistory: fc.Arbitrary<HistoryCommand[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.tuple(target, way, variant).map((all) => fail(...all)),
        fc.tuple(target, pair, interruption).map((all) => meanwhile(...all)),
        asFastAsTheMail,
      ),
      { maxLength: 2 },
    ),
    // As long with a plot as without one.
    fc.oneof(
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constant([]), submitted, commands(12)),
      },
      { weight: 1, arbitrary: fc.tuple(plot, submitted, commands(6)) },
      {
        weight: 3,
        arbitrary: fc.tuple(fc.constant([]), fc.constant([submit(0, TO_CONNECT)]), connectedLife),
      },
      { weight: 3, arbitrary: fc.tuple(arbitraryLife, fc.constant([]), fc.constant([])) },
    ),
  )
  .map(([troubles, [plotted, submitted, commands]]) => [...troubles, ...plotted, ...submitted, ...commands]);
