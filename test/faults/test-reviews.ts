import { afterEach, expect, test } from 'vitest';
import type { AuditEventType } from '../../functions/domain/request/audit.ts';
import { invokeFunction } from '../../local/functions.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { AwsCall } from './aws-call.ts';
import { tableOf } from './evidence.ts';
import type { Fault } from './fault.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn, type ReceivedMail } from './mailbox.ts';
import { ANALYTICS, HUB, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const MINUTE = 60;
const DAY = 86_400;
const ANNA = 'anna@analytics.example';
const CHIEF = 'chief@analytics.example';
const PRIYA = 'priya@payments.example';

type Reviewed = {
  unanswered: 'keep' | 'remove';
  /** What people and schedules do, from the mail that asks on. */
  act(people: People): Promise<void>;
  ends: 'active' | 'deleted';
  /** The events that tell of it, each once. */
  events: readonly AuditEventType[];
  /** Each once. */
  mails: readonly (readonly [start: string, to: string])[];
};

/** The ways of a review: what becomes of one connection. */
const REVIEWS = {
  'an approver removes it': {
    unanswered: 'keep',
    act: async (people) => {
      const mail = (await mailsIn(stack)).findLast(({ subject }) => subject.startsWith(ASKED));
      const link = /https?:\S+\/reviews\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
      const page = (await people.persist(() => fetch(link))).body;
      const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
      const body = new URLSearchParams({
        form_token,
        [`answer-${people.id}`]: 'remove',
        [`reason-${people.id}`]: 'Switched off.',
        [`shown-${people.id}`]: '',
      });
      await people.persist(() => fetch(link, { method: 'POST', body }));
    },
    ends: 'deleted',
    events: ['removal-planned', 'teardown-recorded'],
    mails: [
      ['Removal on ', PRIYA],
      ['Deleted: ', PRIYA],
    ],
  },
  'nobody answers, and a rule removes it': {
    unanswered: 'remove',
    act: async () => wait(14 * DAY),
    ends: 'deleted',
    events: ['removal-planned', 'teardown-recorded'],
    mails: [
      ['Follow up on a review of 1 connection: ', CHIEF],
      ['Removal on ', PRIYA],
      ['Deleted: ', PRIYA],
    ],
  },
  'nobody answers, and it stays': {
    unanswered: 'keep',
    act: async () => wait(14 * DAY),
    ends: 'active',
    events: ['review-unanswered'],
    mails: [['Follow up on a review of 1 connection: ', CHIEF]],
  },
} as const satisfies Record<string, Reviewed>;

const EVENTS = ['review-unanswered', 'removal-planned', 'teardown-recorded'] as const;

const ASKED = 'Review 1 connection ';

/** Everything that a review tells anybody. */
const TOLD = [ASKED, 'Follow up on ', 'Removal ', 'Deleted: '];

let stack: FaultyStack;
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

/** A schedule's run that fails is started again. */
const run = async (entry: string): Promise<void> => {
  for (let attempt = 0; attempt < 2; attempt++) {
    await invokeFunction(entry, {}).catch(() => undefined);
    await wait(MINUTE);
  }
};

const ENTRIES = ['schedules/review-connections', 'pages/answer-review', 'schedules/sweep'];
const WRITES = ['PutItem', 'UpdateItem', 'TransactWriteItems', 'SendEmail', 'StartExecution'];

const isWrite = ({ operation }: AwsCall): boolean => WRITES.includes(operation);

type Life = { people: People; mails: readonly ReceivedMail[]; events: readonly string[] };

/** A connection is reviewed, and becomes what the review says. */
const live = async (reviewed: Reviewed, name: string): Promise<Life> => {
  const before = (await mailsIn(stack)).length;
  const people = new People(name, stack, wait);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(5 * MINUTE);
  await run('schedules/review-connections');
  await reviewed.act(people);
  await run('schedules/review-connections');
  await run('schedules/sweep');
  await wait(3 * DAY);
  await run('schedules/sweep');
  await wait(10 * MINUTE);
  await run('schedules/review-connections');
  const mails = (await mailsIn(stack)).slice(before);
  const events = await tableOf(stack).requests.events(people.id ?? 'pr-');
  return { people, mails, events: events.map(({ type }) => type) };
};

/** What is wrong with a life, if anything is. At most as many of each mail. */
const findWrong = async (reviewed: Reviewed, { people, mails, events }: Life, most: number) => {
  const { status } = await people.record();
  const count = (wanted: string) => events.filter((type) => type === wanted).length;
  const expected: Reviewed['mails'] = [[ASKED, ANNA], ...reviewed.mails];
  const countMails = ([start, to]: readonly [string, string]) =>
    mails.filter((mail) => mail.to === to && mail.subject.startsWith(start)).length;
  const others = mails.filter(
    ({ to, subject }) =>
      TOLD.some((start) => subject.startsWith(start)) &&
      !expected.some(([start, reader]) => to === reader && subject.startsWith(start)) &&
      // Whoever is asked hears of the end too.
      !(to === ANNA && subject.startsWith('Deleted: ')),
  );
  return [
    ...(status === reviewed.ends ? [] : [`it is ${status}`]),
    ...EVENTS.flatMap((type) =>
      count(type) === Number(reviewed.events.includes(type)) ? [] : [`${count(type)} ${type}`],
    ),
    ...expected.flatMap((mail) => {
      const got = countMails(mail);
      return got >= 1 && got <= most ? [] : [`${got} of ${mail.join('to ')}`];
    }),
    ...others.map(({ to, subject }) => `${subject} to ${to}`),
  ];
};

/** Whatever became of it, it is in no later review; and the next one is due. */
const leave = async ({ people }: Life): Promise<void> => {
  if ((await people.record()).status === 'active') await people.cancel(PAYMENTS);
  await wait(90 * DAY);
};

type Place = { entry: string; operation: string; isWrite: boolean };

/** The ways to try at a call. Of a read, before and after its effect are the same. */
export type WaysAt = (place: Place) => readonly Fault[];

export type ReviewCase = { index: number; place: Place; way: Fault };

type Choice = {
  names?: readonly (keyof typeof REVIEWS)[];
  /** Which cases of a way are lived; all by default. */
  choose?: (cases: readonly ReviewCase[]) => readonly ReviewCase[];
};

const REVIEW_NAMES = Object.keys(REVIEWS) as (keyof typeof REVIEWS)[];

/** Lives ways of a review once for each fault of each call that they take, of which `waysAt` chooses. */
export const testReviews = (
  title: string,
  waysAt: WaysAt,
  { names = REVIEW_NAMES, choose = (cases) => cases }: Choice = {},
): void => {
  test.each(names)(`${title}: %s`, { timeout: 6 * 3_600_000 }, async (reviewName) => {
    const reviewed: Reviewed = REVIEWS[reviewName];
    stack = await startFaultyStack();
    await signedFetch(HUB, `${stack.local.endpoints.api}/accounts/${ANALYTICS}`, {
      method: 'PUT',
      body: JSON.stringify({
        name: 'analytics',
        approvers: [ANNA],
        onboarded: true,
        review_every: 'P90D',
        review_unanswered: reviewed.unanswered,
        escalation_email: CHIEF,
        auto_accept_from: [PAYMENTS],
      }),
    });
    const places: Place[] = [];
    const isOfReview = ({ invocation, attempt }: AwsCall) =>
      attempt === 1 && ENTRIES.includes(invocation?.entry ?? '');
    stack.layer.setRule((call) => {
      if (isOfReview(call))
        places.push({
          entry: call.invocation?.entry ?? '',
          operation: call.operation,
          isWrite: isWrite(call),
        });
      return undefined;
    });
    const undisturbed = await live(reviewed, 'undisturbed');
    expect(await findWrong(reviewed, undisturbed, 1)).toEqual([]);
    await leave(undisturbed);
    // From the second one on, a review of before is there.
    places.length = 0;
    const again = await live(reviewed, 'undisturbed again');
    expect(await findWrong(reviewed, again, 1)).toEqual([]);
    const known = [...places];
    await leave(again);

    const chosen = choose(
      known.flatMap((place, index) => waysAt(place).map((way) => ({ index, place, way }))),
    );
    const wrong: string[] = [];
    let struck = 0;
    for (const { index, place, way } of chosen) {
      let seen = 0;
      let target: string | undefined;
      stack.layer.setRule((call) => {
        if (isOfReview(call) && seen++ === index) {
          target = call.id;
          struck += 1;
        }
        return call.id === target ? way : undefined;
      });
      const name = `${place.entry} ${place.operation} (${index}) ${way}`;
      const life = await live(reviewed, name);
      stack.layer.setRule(undefined);
      // Between a mail and its note nobody can know whether it went out: it is sent again rather than never.
      const isInHand = [place, known[index - 1]].some((each) => each?.operation === 'SendEmail');
      wrong.push(...(await findWrong(reviewed, life, isInHand ? 2 : 1)).map((what) => `${name}: ${what}`));
      await leave(life);
    }
    expect(wrong).toEqual([]);
    expect(struck).toBe(chosen.length);
    expect(chosen).not.toEqual([]);
    for (const operation of ['SendEmail', 'UpdateItem'])
      expect(known).toContainEqual({
        entry: 'schedules/review-connections',
        operation,
        isWrite: true,
      });
  });
};
