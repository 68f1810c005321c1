import fc from 'fast-check';
import type { HistoryCommand } from './command.ts';
import { BOTH } from './directory.ts';
import { type Asking, askForMoreTime, decideMoreTime, passToLifesEnd } from './lifetime-commands.ts';
import { apply, round } from './outside-commands.ts';
import {
  type ApproverDecision,
  changeDirectory,
  changeGroup,
  decide,
  leave,
  submit,
} from './people-commands.ts';
import { answer, type ReviewAnswer, startReviews } from './review-commands.ts';
import { pass, passToEnd, sweep } from './time-commands.ts';
import { inConsole, meanwhile } from './trouble-commands.ts';

const HOUR = 3600;
const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const PRIYA = 'priya@payments.example';

const ADA = 'ada@analytics.example';

const person = fc.constantFrom(ANNA, ANNA, ARUN, PRIYA, ADA);
const decision = fc.constantFrom<ApproverDecision>('accept', 'accept', 'reject');
const asking = fc.constantFrom<Asking>('the contact', 'the contact', 'a member');

/** Members come and go, and the requester’s contact may be one of them. */
const members = fc.constantFrom([ANNA, ARUN], [ANNA, PRIYA], [ARUN], [PRIYA], []);

const deciders: fc.Arbitrary<HistoryCommand> = fc.oneof(
  { weight: 3, arbitrary: members.map(changeGroup) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<[string, string][]>([ANNA, ARUN], [ARUN, ANNA], [ANNA, ADA], [ANNA, PRIYA])
      .chain(([who, instead]) => fc.constantFrom(1, 6, 48).map((hours) => leave(who, instead, hours))),
  },
);

/** What may happen in each of these lives besides what they are about. */
const besides = (of: fc.Arbitrary<HistoryCommand>): fc.Arbitrary<HistoryCommand[]> =>
  fc.array(fc.oneof({ weight: 3, arbitrary: of }, { weight: 1, arbitrary: deciders }), {
    minLength: 1,
    maxLength: 4,
    size: 'max',
  });

/** EC2 shows what is new a moment later. */
const applied = [apply(0), pass(10, false)];

/** Two rounds find the connection, and what the first makes of it has ended when the second makes a request. */
const foundTwice = fc
  .integer({ min: 1, max: 2 })
  .map((nth) => [
    meanwhile(
      { name: 'dynamodb.TransactWriteItems', nth },
      0,
      'another round finds, and the accepter rejects,',
    ),
  ]);

const inOutside: fc.Arbitrary<HistoryCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(apply(0)) },
  { weight: 4, arbitrary: fc.constant(round) },
  { weight: 2, arbitrary: fc.tuple(person, decision).map((all) => decide(0, ...all)) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'the requester deletes',
        'the accepter accepts',
        'the accepter rejects',
        'the accepter deletes',
      )
      .map((action) => inConsole(0, action)),
  },
  { weight: 2, arbitrary: fc.constantFrom(60, 4 * HOUR).map((seconds) => pass(seconds, true)) },
  { weight: 1, arbitrary: fc.constant(passToEnd(0, 30)) },
  { weight: 1, arbitrary: fc.constant(submit(0)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'dynamodb.TransactWriteItems',
          'ec2.DescribeVpcPeeringConnections',
          'states.StartExecution',
        ),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(
          'the register is updated, with',
          'another round finds, and the accepter rejects,',
          'the requester deletes',
        ),
      )
      .map(([name, nth, what]) => meanwhile({ name, nth }, 0, what)),
  },
);

/** People who use Terraform: they create, create again after a rejection, delete, and run it once more. */
const outsideLife = fc
  .tuple(
    fc.constantFrom<HistoryCommand[][]>([], [], [changeDirectory({ ...BOTH, repeat_rejection: 'P1D' })]),
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: foundTwice }),
    besides(inOutside),
    fc.constantFrom<HistoryCommand[][]>(
      [],
      [decide(0, ANNA, 'accept'), pass(60, false)],
      [decide(0, ANNA, 'reject'), pass(60, false), ...applied, round],
    ),
    besides(inOutside),
  )
  .map(([begin, race, early, decided, late]) => [
    ...begin,
    ...applied,
    ...race,
    round,
    pass(60, false),
    ...early,
    ...decided,
    ...late,
  ]);

const inEnding: fc.Arbitrary<HistoryCommand> = fc.oneof(
  { weight: 3, arbitrary: asking.map((who) => askForMoreTime(0, who)) },
  { weight: 4, arbitrary: fc.tuple(person, decision).map((all) => decideMoreTime(0, ...all)) },
  { weight: 2, arbitrary: fc.constantFrom(-60, -1, 1).map((seconds) => passToLifesEnd(0, seconds)) },
  { weight: 2, arbitrary: fc.constant(sweep) },
  { weight: 1, arbitrary: fc.constantFrom(60, HOUR).map((seconds) => pass(seconds, true)) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 3 })
      .map((nth) =>
        meanwhile({ name: 'dynamodb.TransactWriteItems', nth }, 0, 'the first approver grants more time to'),
      ),
  },
);

/** A connection that has an end, and people who ask for more time. */
const endingLife = fc
  .tuple(
    fc.constantFrom('PT1H', 'PT2H', 'P1D'),
    fc.constantFrom<HistoryCommand[][]>(
      [],
      [],
      [changeGroup([ANNA, PRIYA])],
      [changeDirectory({ ...BOTH, longest_active_for: 'P1D' })],
      [changeDirectory({ ...BOTH, required_approvals: 2 })],
    ),
    asking,
    fc.constantFrom<HistoryCommand[][]>(
      [],
      [decideMoreTime(0, ANNA, 'accept'), decideMoreTime(0, ARUN, 'accept')],
      [decideMoreTime(0, ANNA, 'accept'), passToLifesEnd(0, -60)],
      [changeGroup([ARUN]), decideMoreTime(0, ANNA, 'accept')],
      [leave(ANNA, ADA, 48), decideMoreTime(0, ANNA, 'accept'), decideMoreTime(0, ADA, 'accept')],
    ),
    besides(inEnding),
    besides(inEnding),
  )
  .map(([active_for, begin, who, decided, early, late]) => [
    ...begin,
    submit(0, undefined, active_for),
    pass(60, false),
    decide(0, ARUN, 'accept'),
    decide(0, ANNA, 'accept'),
    pass(60, false),
    askForMoreTime(0, who),
    sweep,
    ...decided,
    ...early,
    passToLifesEnd(0, 1),
    ...late,
    passToLifesEnd(0, 1),
  ]);

const said = fc.constantFrom<ReviewAnswer>('keep', 'remove', 'remove');

const inReview: fc.Arbitrary<HistoryCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(person, said).map((all) => answer(0, ...all)) },
  { weight: 2, arbitrary: fc.constant(startReviews) },
  { weight: 2, arbitrary: fc.constant(sweep) },
  { weight: 2, arbitrary: fc.constantFrom(60, 24 * HOUR).map((seconds) => pass(seconds, false)) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 3 })
      .map((nth) => meanwhile({ name: 'dynamodb.TransactWriteItems', nth }, 0, 'a review keeps')),
  },
);

/** A connection that is reviewed: it is kept, removed, or nobody says. */
const reviewedLife = fc
  .tuple(
    fc.constantFrom<('keep' | 'remove')[]>('keep', 'keep', 'remove'),
    fc.constantFrom<HistoryCommand[][]>(
      [],
      [answer(0, ANNA, 'remove'), sweep],
      [answer(0, ANNA, 'remove'), sweep, answer(0, ARUN, 'keep')],
      [changeGroup([ARUN]), answer(0, ANNA, 'remove')],
    ),
    besides(inReview),
    besides(inReview),
  )
  .map(([review_unanswered, first, early, late]) => [
    changeDirectory({ ...BOTH, review_every: 'P1D', review_unanswered }),
    submit(0),
    pass(60, false),
    decide(0, ANNA, 'accept'),
    // By then a review is due, also if another history has had one.
    pass(24 * HOUR, false),
    startReviews,
    ...first,
    ...early,
    sweep,
    // The days of grace.
    pass(3 * 24 * HOUR, false),
    startReviews,
    ...late,
    sweep,
    pass(60, false),
  ]);

/** What becomes of connections that nobody requested, that have an end, or that are reviewed. */
export const arbitraryLife: fc.Arbitrary<HistoryCommand[]> = fc.oneof(
  { weight: 3, arbitrary: outsideLife },
  { weight: 3, arbitrary: endingLife },
  { weight: 2, arbitrary: reviewedLife },
);
