import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { linkIn } from '../pages/mail-link.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';
import { dryRun, submit } from './dry-run.ts';
import { withUnreachable } from './unreachable.ts';

const STRANGER = '444444444444';
const ADA = 'ada@analytics.example';

const side = (vpc_id: string, vpc_owner_id: string, vpc_region: string) => ({
  vpc_id,
  vpc_owner_id,
  vpc_region,
});
const peer = (peer_vpc_id: string, peer_owner_id: string, peer_region: string) => ({
  peer_vpc_id,
  peer_owner_id,
  peer_region,
});
const between = (one: object, other: object) => ({ ...one, ...other, justification: 'Files.' });

const OF_PAYMENTS = side(VPC.paymentsUs, PAYMENTS, 'us-east-1');
const OF_ANALYTICS = side(VPC.analyticsUs, ANALYTICS, 'us-east-1');
const TO_PAYMENTS = peer(VPC.paymentsUs, PAYMENTS, 'us-east-1');

/** Analytics asks payments, and has asked before. */
const TURNED = { ...between(OF_ANALYTICS, TO_PAYMENTS), contact_email: ADA };

/** Payments names the VPC of analytics as partner's, in whose account Peerway can't look. */
const MISTAKEN = between(OF_PAYMENTS, peer(VPC.analyticsUs, PARTNER, 'us-east-1'));

let journey: CheckedJourney;
let shown: string;
let hidden: string;
let ended: string;
beforeAll(async () => {
  journey = await startCheckedJourney();
  ({ id: ended } = await journey.submit(TURNED, ANALYTICS));
  await journey.call(ANALYTICS, 'POST', `/peering-requests/${ended}/cancel`, {});
  await journey.pass(60);
  ({ id: shown } = await journey.submit(ACROSS));
  // EC2 finds the mistake soon. Until then, the request holds the pair.
  const { body } = await submit(journey, MISTAKEN);
  hidden = body.success ? body.data.id : '';
  expect((await journey.request(hidden)).status).toBe('submitted');
});
afterAll(() => journey.close());

describe('a dry run and a submit give one verdict', () => {
  const refused = (account: string, body: object, says: RegExp) => [account, body, says] as const;

  test.each([
    ['the pair’s own requester', ...refused(PAYMENTS, ACROSS, /an open request: pr-/)],
    [
      'its accepter, in the other direction',
      ...refused(
        ANALYTICS,
        between(
          side(ACROSS.peer_vpc_id, ANALYTICS, 'eu-west-1'),
          peer(ACROSS.vpc_id, PAYMENTS, ACROSS.vpc_region),
        ),
        /an open request: pr-/,
      ),
    ],
    ['who owns a VPC of the pair, and is no side', ...refused(ANALYTICS, TURNED, /an open request\./)],
    ['the network team, for them', ...refused(HUB, TURNED, /an open request: pr-/)],
    [
      'who claims to own a VPC of the pair',
      ...refused(
        ANALYTICS,
        between({ ...OF_PAYMENTS, vpc_owner_id: ANALYTICS }, peer(VPC.analyticsEu, ANALYTICS, 'eu-west-1')),
        /doesn’t exist/,
      ),
    ],
    [
      'a stranger',
      ...refused(STRANGER, { ...ACROSS, vpc_owner_id: STRANGER }, /Peerway has no role in account 4/),
    ],
    [
      'a stranger, for a pair that is free',
      ...refused(
        STRANGER,
        { ...ACROSS, vpc_owner_id: STRANGER, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' },
        /Peerway has no role in account 4/,
      ),
    ],
  ])('to %s', async (_, account, body, says) => {
    const { would_submit, checks } = await dryRun(journey, body, account);
    const answer = await submit(journey, body, account);
    const error = answer.body.success ? undefined : answer.body.error;
    const [first] = checks.filter(({ result }) => result === 'fail');
    expect(would_submit).toBe(false);
    expect(first?.message).toMatch(says);
    expect(error?.details[0]?.message).toBe(first?.message);
  });

  test('to a claimant, whether the pair is free or not', async () => {
    const told = async (vpc_id: string) => {
      const body = { ...ACROSS, vpc_id, vpc_owner_id: STRANGER };
      return JSON.stringify((await dryRun(journey, body, STRANGER)).checks).replaceAll(vpc_id, '…');
    };
    expect(await told(VPC.paymentsUs)).toBe(await told(VPC.paymentsEu));
  });

  test('to the owner of the pair’s VPC while EC2 does not answer, and so can’t be asked whose it is', async () => {
    await withUnreachable('EC2', async () => {
      for (const [account, body] of [
        [PAYMENTS, ACROSS],
        [ANALYTICS, TURNED],
      ] as const) {
        const { would_submit, results } = await dryRun(journey, body, account);
        expect([would_submit, results['requester-vpc']]).toEqual([false, 'unknown']);
        expect(errorOf(await submit(journey, body, account))).toMatchObject({ code: 'UPSTREAM_ERROR' });
      }
    });
  });

  test('to whoever may submit', async () => {
    const body = between(OF_ANALYTICS, peer(VPC.paymentsEu, PAYMENTS, 'eu-west-1'));
    expect((await dryRun(journey, body, ANALYTICS)).would_submit).toBe(true);
    expect((await submit(journey, body, ANALYTICS)).status).toBe(201);
  });
});

describe('a request of which an account is no side has no ID', () => {
  test('in the account’s answers', async () => {
    expect((await journey.call(ANALYTICS, 'GET', `/peering-requests/${hidden}`)).status).toBe(404);
    const answers = [
      await journey.call(ANALYTICS, 'POST', '/peering-requests/preflight', TURNED),
      await journey.call(ANALYTICS, 'POST', '/peering-requests', TURNED),
      await journey.call(ANALYTICS, 'POST', `/peering-requests/${ended}/resubmit`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 409, 409]);
    for (const { body } of answers) {
      expect(JSON.stringify(body)).toContain('These VPCs already have an open request.');
      expect(JSON.stringify(body)).not.toMatch(new RegExp(`${hidden}|${shown}|pcx-`));
    }
  });

  test('on the page of a link, before and after its form', async () => {
    const link = await linkIn(journey, ADA, ended, 'status');
    const page = await (await fetch(link)).text();
    expect(page).not.toContain(hidden);
    const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const answer = await fetch(link, { method: 'POST', body: new URLSearchParams({ form_token }) });
    const after = await answer.text();
    expect(answer.status).toBe(409);
    expect(after).toContain('These VPCs already have an open request.');
    expect(after).not.toContain(hidden);
  });
});
