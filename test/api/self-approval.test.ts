import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Check } from '../../functions/domain/request/peering-request.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, HUB, type Journey, startJourney } from '../journey/journey.ts';
import { eventAs } from './function-event.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const put = async (entry: object) => {
  const body = { name: 'analytics', onboarded: true, ...entry };
  expect((await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, body)).status).toBe(200);
};

const WITHIN = {
  vpc_id: VPC.analyticsEu,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsUs,
  peer_region: 'us-east-1',
  justification: 'One team, two Regions.',
};

const sessionOf = (account: string, name: string) =>
  `arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-${account.slice(-2)}/${account}-${name}`;

type Answer = {
  success: boolean;
  data: RequestView & { would_submit: boolean; checks: Check[] };
  error: { code: string; details: { path: string; message: string }[] };
};

const submitAs = async (who: Parameters<typeof eventAs>, body: object): Promise<Answer> => {
  const [arn, asked] = who;
  const headers = { 'content-type': 'application/json' };
  const answer = await invokeFunction('api/submit-request', eventAs(arn, { ...asked, body, headers }));
  return JSON.parse((answer as { body: string }).body) as Answer;
};

/** What the preflight says of the approvers, and what a submit is answered. */
const tryAs = async (who: Parameters<typeof eventAs>, body: object) => {
  const { data } = await submitAs(who, { ...body, dry_run: true });
  return {
    check: data.checks.find(({ check }) => check === 'approvers'),
    ...(await submitAs(who, body)),
  };
};

const expectRefused = async (who: Parameters<typeof eventAs>, body: object, message: string) => {
  const { check, success, error } = await tryAs(who, body);
  expect(check).toMatchObject({ result: 'fail', message });
  expect([success, error.details]).toEqual([false, [{ path: 'peer_owner_id', message }]]);
};

test('where too few approvers are left without the requester, it is refused', async () => {
  const anna = sessionOf(ANALYTICS, 'Anna@analytics.example');
  await put({ approvers: [ANNA, ARUN], required_approvals: 2 });
  await expectRefused(
    [anna],
    WITHIN,
    `Account ${ANALYTICS} (analytics) requires 2 approvals, but only 1 of its approvers can approve this request: requesters can’t approve their own.`,
  );
  await put({ approvers: [ANNA] });
  await expectRefused(
    [anna],
    WITHIN,
    `Account ${ANALYTICS} (analytics) requires 1 approval, but none of its approvers can approve this request: requesters can’t approve their own.`,
  );
  // A rule approves alone, and an approver of an account without our role accepts in EC2, alone.
  await put({ approvers: [ANNA, ARUN], required_approvals: 2, auto_accept_from: [ANALYTICS] });
  expect((await submitAs([anna], { ...WITHIN, dry_run: true })).data.would_submit).toBe(true);
  await put({ approvers: [ANNA, ARUN], required_approvals: 2, onboarded: false });
  const { data } = await submitAs([anna], { ...WITHIN, dry_run: true });
  expect(data.checks.find(({ check }) => check === 'approvers')?.result).toBe('pass');
});
