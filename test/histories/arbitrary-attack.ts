import fc from 'fast-check';
import {
  CLAIMS,
  type ClaimName,
  claim,
  flood,
  guess,
  list,
  type Manner,
  misuseLinks,
  QUESTIONS,
} from './attacker-commands.ts';
import type { HistoryCommand } from './command.ts';
import { type Approving, BOTH } from './directory.ts';
import { changeDirectory, decide, submit, withdraw } from './people-commands.ts';
import { pass } from './time-commands.ts';

/** The first pair more often: what meets, meets on one request. */
export const othersPair: fc.Arbitrary<0 | 1> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
);

const BOTH_MUST: Approving = { ...BOTH, required_approvals: 2 };
const ANNA_HAS_LEFT: Approving = {
  approvers: ['arun@analytics.example', 'ada@analytics.example'],
  required_approvals: 2,
};
const ARUN_ALONE: Approving = { approvers: ['arun@analytics.example'], required_approvals: 1 };

/** Approvers leave and come back, and so does the whole entry. */
export const change: fc.Arbitrary<HistoryCommand> = fc
  .constantFrom<(Approving | undefined)[]>(BOTH, BOTH_MUST, BOTH_MUST, ANNA_HAS_LEFT, ARUN_ALONE, undefined)
  .map(changeDirectory);

const manner: fc.Arbitrary<Manner> = fc.record(
  {
    dry_run: fc.constantFrom(true, false, false),
    whileEc2IsAway: fc.boolean(),
    contact_email: fc.constantFrom('anna@analytics.example', 'priya@payments.example'),
  },
  { requiredKeys: ['dry_run', 'whileEc2IsAway'] },
);

export const attack: fc.Arbitrary<HistoryCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(othersPair, fc.constantFrom(...(Object.keys(CLAIMS) as ClaimName[])), manner)
      .map((all) => claim(...all)),
  },
  { weight: 1, arbitrary: fc.constant(flood) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(othersPair, fc.constantFrom(...(Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[])))
      .map((all) => guess(...all)),
  },
  { weight: 1, arbitrary: othersPair.map(list) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'sven@stranger.example',
        'sven@stranger.example',
        'priya@payments.example',
        'anna@analytics.example',
      )
      .map(misuseLinks),
  },
);

/** What chance alone would put together in years: any part of it. */
export const plot: fc.Arbitrary<HistoryCommand[]> = fc.oneof(
  fc
    .constantFrom(ANNA_HAS_LEFT, ARUN_ALONE)
    .chain((left) =>
      fc.subarray(
        [
          changeDirectory(BOTH_MUST),
          submit(0),
          pass(60, false),
          decide(0, 'anna@analytics.example', 'accept'),
          changeDirectory(left),
          decide(0, 'arun@analytics.example', 'accept'),
          changeDirectory(BOTH_MUST),
        ],
        { minLength: 3 },
      ),
    ),
  fc.subarray(
    [
      claim(0, 'the stranger owns the requester’s VPC of', { dry_run: false, whileEc2IsAway: true }),
      pass(60, false),
      submit(0),
      pass(60, false),
      misuseLinks('sven@stranger.example'),
      withdraw(0),
    ],
    { minLength: 3 },
  ),
);
