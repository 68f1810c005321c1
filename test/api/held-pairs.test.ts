import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, MINUTE, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { linkIn } from '../pages/mail-link.ts';
import { type CheckedJourney, errorOf, ownJourney, startCheckedJourney } from './checked-journey.ts';
import { dryRun, submit } from './dry-run.ts';
import { rawTable } from './raw-table.ts';
import { withUnreachable } from './unreachable.ts';

const STRANGER = '444444444444';
const PRIYA = 'priya@payments.example';

/** What is kept of requests: their records, events, pairs and lists. */
const requestItems = async ({ endpoints }: CheckedJourney) =>
  (await rawTable(endpoints.dynamodb).dump()).filter(({ pk }) => /^(REQUEST|PAIR|VPC)#/.test(pk));

describe('a pair of VPCs is not held by whoever names a requester VPC that is not theirs:', () => {
  const ATTACKERS = [
    ['an account without our role', PARTNER],
    ['an account that nobody knows', STRANGER],
    ['an account with our role', ANALYTICS],
  ] as const;
  const PLACES = [
    ['in its Region', {}],
    ['in a Region that is none', { vpc_region: 'eu-nowhere-1' }],
    ['in Regions that are none', { vpc_region: 'eu-nowhere-1', peer_region: 'us-nowhere-1' }],
  ] as const;
  const OUTAGES = [
    ['while all is well', undefined],
    ['while EC2 does not answer', 'EC2'],
    ['while STS does not answer', 'STS'],
  ] as const;

  let journey: CheckedJourney;
  beforeAll(async () => {
    journey = await startCheckedJourney();
  });
  afterAll(() => journey.close());

  describe.each(OUTAGES)('%s', (_, service) => {
    const act = <T>(attack: () => Promise<T>) => (service ? withUnreachable(service, attack) : attack());

    test.each(PLACES)('%s', async (_, place) => {
      for (const [who, attacker] of ATTACKERS) {
        const body = { ...ACROSS, ...place };
        const [checked, refused] = await act(async () => [
          await dryRun(journey, body, attacker),
          await submit(journey, body, attacker),
        ]);
        expect(checked.would_submit, who).toBe(false);
        expect([400, 502], who).toContain(refused.status);
      }
      expect(await requestItems(journey)).toEqual([]);
    });
  });

  test('and its owner’s own request is taken', async () => {
    expect((await submit(journey)).status).toBe(201);
  });
});

describe.each(['EC2', 'STS'] as const)('while %s does not answer, nothing is submitted:', (service) => {
  const REFUSED = {
    status: 502,
    code: 'UPSTREAM_ERROR',
    message: `Peerway can’t check whether ${VPC.paymentsUs} exists in account ${PAYMENTS}, us-east-1. Nothing was submitted. Try again later.`,
  };

  test('by the API, and the dry run says so', async () => {
    const journey = await ownJourney();
    await withUnreachable(service, async () => {
      const { would_submit, checks } = await dryRun(journey);
      expect(would_submit).toBe(false);
      expect(checks.find(({ check }) => check === 'requester-vpc')).toMatchObject({
        result: 'unknown',
        remedy: 'Try again later. A request can’t be submitted until this check succeeds.',
      });
      for (const account of [PAYMENTS, HUB]) {
        const refused = await submit(journey, { ...ACROSS, vpc_owner_id: PAYMENTS }, account);
        expect(errorOf(refused)).toMatchObject(REFUSED);
      }
    });
    expect(await requestItems(journey)).toEqual([]);
    expect((await submit(journey)).status).toBe(201);
  });

  test('again, by the API or by the requester’s page, which can be sent once more', async () => {
    const journey = await ownJourney();
    const { id } = await journey.submit();
    await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
    await journey.pass(HOUR);
    const before = await requestItems(journey);
    const link = await linkIn(journey, PRIYA, id, 'status');
    const send = (page: string) => {
      const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return fetch(link, { method: 'POST', body: new URLSearchParams({ form_token }), redirect: 'manual' });
    };
    const said = await withUnreachable(service, async () => {
      const refused = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/resubmit`, {});
      expect(errorOf(refused)).toMatchObject(REFUSED);
      const answer = await send(await (await fetch(link)).text());
      expect(answer.status).toBe(502);
      return answer.text();
    });
    expect(said).toContain('The request wasn’t resubmitted');
    expect(said).toContain(REFUSED.message);
    expect(await requestItems(journey)).toEqual(before);
    expect((await send(said)).status).toBe(303);
  });
});

test('a pair that is held under a wrong owner of the accepter VPC is free as soon as EC2 has answered', async () => {
  const journey = await ownJourney();
  // EC2 isn't asked in partner's account, where Peerway has no role.
  const wrong = await submit(journey, { ...ACROSS, peer_owner_id: PARTNER });
  const id = wrong.body.success ? wrong.body.data.id : '';
  await journey.pass(MINUTE);
  expect(await journey.request(id)).toMatchObject({ status: 'failed' });
  const turned = {
    vpc_id: ACROSS.peer_vpc_id,
    vpc_region: ACROSS.peer_region,
    peer_vpc_id: ACROSS.vpc_id,
    peer_owner_id: PAYMENTS,
    peer_region: ACROSS.vpc_region,
    justification: 'the owner’s own',
  };
  expect((await submit(journey, turned, ANALYTICS)).status).toBe(201);
});
