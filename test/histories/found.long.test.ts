import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Connect } from '../../functions/domain/request/connect.ts';
import type { FaultyStack } from '../faults/faulty-stack.ts';
import { claim, misuseLinks } from './attacker-commands.ts';
import { BOTH } from './directory.ts';
import { ANY_CALL } from './disturbances.ts';
import { changeDirectory, decide, decideAtOnce, submit, withdraw } from './people-commands.ts';
import { byHand } from './route-commands.ts';
import { runHistory } from './run-history.ts';
import { startStackOfHistories } from './stack-of-histories.ts';
import { pass, passToEnd, sweep } from './time-commands.ts';
import { fail, inConsole, kill, meanwhile } from './trouble-commands.ts';

const HOUR = 3600;

const TO_BE_CONNECTED: Connect = { routes: true, dns_resolution: true };

let stack: FaultyStack;
const clockOfEc2 = (ec2AheadSeconds: number): void => {
  beforeAll(async () => {
    stack = await startStackOfHistories(ec2AheadSeconds);
  });
  afterAll(() => stack.close());
};

/** Histories that went wrong once, each by the fault that it found. */
describe('found', () => {
  clockOfEc2(0);

  test('an approver whose mail failed is asked soon, and not at the next reminder', () =>
    runHistory(stack, [
      fail({ name: 'ses.SendEmail', nth: 1 }, 'fails before its effect', 'throughout'),
      submit(0),
      pass(HOUR + 1, true),
      pass(4 * HOUR, false),
    ]));

  test('a connection that is deleted while people are told that it is active: they are told of that too', () =>
    runHistory(stack, [
      submit(0),
      pass(60, false),
      fail({ name: 'ses.SendEmail', nth: 1 }, 'fails before its effect', 'throughout'),
      decide(0, 'anna@analytics.example', 'accept'),
      pass(4, false),
      inConsole(0, 'the accepter deletes'),
      meanwhile({ name: 'ses.SendEmail', nth: 1 }, 0, 'a sweep looks at'),
      pass(60, false),
    ]));

  test('a connection that somebody makes just before ours is not taken for ours', () =>
    runHistory(stack, [
      meanwhile({ name: 'ec2.CreateVpcPeeringConnection', nth: 1 }, 0, 'somebody creates a connection for'),
      submit(0),
      pass(600, false),
      withdraw(0),
      pass(60, false),
    ]));

  test('one form sent twice at once, while the requester withdraws: nobody is told that it was taken', () =>
    runHistory(stack, [
      submit(0),
      pass(10, false),
      meanwhile({ name: ANY_CALL, nth: 5 }, 0, 'the requester cancels'),
      decideAtOnce(0, ['anna@analytics.example', 'accept'], ['anna@analytics.example', 'accept']),
    ]));

  test('requests for one pair that come and go while the clock stands still', () =>
    runHistory(stack, [
      fail({ name: 'dynamodb.TransactWriteItems', nth: 1 }, 'kills its execution', 'throughout'),
      ...Array.from({ length: 6 }, () => [submit(0), withdraw(0), sweep]).flat(),
    ]));

  test('what one side’s route tables have of another connection is not shown to the other side', () =>
    runHistory(stack, [
      submit(0, TO_BE_CONNECTED),
      pass(60, false),
      decide(0, 'anna@analytics.example', 'accept'),
      pass(60, false),
      submit(2, TO_BE_CONNECTED),
      byHand(0, 'let Peerway change the tables of'),
      inConsole(0, 'the accepter deletes'),
    ]));

  const whileEc2IsAway = { dry_run: false, whileEc2IsAway: true };

  test('a VPC that is not the requester’s holds no pair, though nobody can see it', () =>
    runHistory(stack, [claim(0, 'the stranger owns the requester’s VPC of', whileEc2IsAway)]));

  test('the page of a request that never was theirs shows a stranger nothing of the owner’s', () =>
    runHistory(stack, [
      claim(0, 'the stranger owns the requester’s VPC of', whileEc2IsAway),
      pass(60, false),
      submit(0),
      misuseLinks('sven@stranger.example'),
    ]));

  test('the approval of an approver who has left is not counted', () =>
    runHistory(stack, [
      changeDirectory({ ...BOTH, required_approvals: 2 }),
      submit(0),
      pass(60, false),
      decide(0, 'anna@analytics.example', 'accept'),
      changeDirectory({
        approvers: ['arun@analytics.example', 'ada@analytics.example'],
        required_approvals: 2,
      }),
      decide(0, 'arun@analytics.example', 'accept'),
    ]));

  test('owners who take their tags back after they agreed to routes are told why there are none', () =>
    runHistory(stack, [
      submit(0, { routes: true }),
      pass(60, false),
      kill(0),
      decide(0, 'anna@analytics.example', 'accept'),
      byHand(0, 'no longer let Peerway change the tables of'),
    ]));

  test('routes that owners make where Peerway has removed its own stay theirs', () =>
    runHistory(stack, [
      submit(0, { routes: true }),
      pass(60, false),
      decide(0, 'anna@analytics.example', 'accept'),
      pass(60, false),
      byHand(0, 'make their routes anew, leading elsewhere, instead of to', 'the accepter’s owners'),
      withdraw(0),
      byHand(0, 'make routes of their own over'),
    ]));
});

describe('found where EC2’s clock is a minute ahead', () => {
  clockOfEc2(60);

  test('a window that ends while the next request for its pair is being submitted', () =>
    runHistory(stack, [
      submit(0),
      passToEnd(0, -30),
      meanwhile({ name: ANY_CALL, nth: 1 }, 0, 'a sweep looks at'),
      submit(0),
    ]));
});
