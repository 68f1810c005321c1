import { afterAll, beforeAll, describe, test } from 'vitest';
import { type FaultyStack, startFaultyStack } from '../faults/faulty-stack.ts';
import { WINDOW_SECONDS } from '../faults/lives.ts';
import { ANY_CALL } from './disturbances.ts';
import { decide, decideAtOnce, submit, withdraw } from './people-commands.ts';
import { runHistory } from './run-history.ts';
import { pass, passToEnd, sweep } from './time-commands.ts';
import { fail, inConsole, meanwhile } from './trouble-commands.ts';

const HOUR = 3600;

let stack: FaultyStack;
const clockOfEc2 = (ec2AheadSeconds: number): void => {
  beforeAll(async () => {
    stack = await startFaultyStack({ ec2: { windowSeconds: WINDOW_SECONDS }, ec2AheadSeconds });
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
