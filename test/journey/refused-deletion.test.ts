import { expect, onTestFinished, test, vi } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, DAY, HUB, type Journey, MINUTE, PAYMENTS, startJourney } from './journey.ts';
import { outsidePeerway } from './outside-connections.ts';
import {
  ANNA,
  answerReview,
  mailsThatSay,
  PRIYA,
  putAnalytics,
  reviewLinkOf,
  runReviews,
} from './reviewing.ts';

const NETWORK_TEAM = 'network-team@network.example';

const US = { account: PAYMENTS, region: 'us-east-1', vpc: VPC.paymentsUs };
const EU = { account: ANALYTICS, region: 'eu-west-1', vpc: VPC.analyticsEu };

/** Peerway counts on a permission that the role in the account doesn't have. */
const begin = async () => {
  const journey = await startJourney({ ec2: { deleteFound: false } });
  const outside = outsidePeerway(journey);
  vi.stubEnv('DELETE_FOUND', 'true');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    outside.close();
    await journey.close();
  });
  await putAnalytics(journey, { auto_accept_from: [], pick_up: true, approvers: [ANNA] });
  const round = () => invokeFunction('schedules/update-register', {});
  const sweep = async () => {
    await invokeFunction('schedules/sweep', {});
    await journey.pass(15 * MINUTE);
  };
  return { journey, outside, round, sweep };
};

const toldOf = async (journey: Journey) =>
  (await mailsThatSay(journey, 'Not ')).map(({ to, subject, text }) => ({
    to,
    subject,
    text: text.replaceAll(/\s+/g, ' '),
  }));

const command = (connection: string) =>
  `aws ec2 delete-vpc-peering-connection --region us-east-1 --vpc-peering-connection-id ${connection}`;

test('a withdrawal that EC2 refuses is told once to the requester’s side and to the network team', async () => {
  const { journey, outside, round, sweep } = await begin();
  const made = await outside.create(US, EU, { 'peerway:contact': PRIYA });
  await journey.pass(11 * MINUTE);
  await round();
  await journey.pass(MINUTE);
  const { body } = await journey.call<{ items: { id: string }[] }>(HUB, 'GET', '/peering-requests');
  const id = body.success ? (body.data.items[0]?.id ?? '') : '';
  expect((await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {})).status).toBe(200);
  await journey.pass(MINUTE);
  for (const _ of [1, 2, 3]) await sweep();

  const told = await toldOf(journey);
  expect(told.map(({ to }) => to).sort()).toEqual([NETWORK_TEAM, PRIYA]);
  for (const { subject, text } of told) {
    expect(subject).toBe(`Not withdrawn: payments → analytics (${id})`);
    expect(text).toContain(`Peerway’s role in account ${PAYMENTS} isn’t allowed to delete it.`);
    expect(text).toContain(command(made.id));
    expect(text).not.toContain('UnauthorizedOperation:');
    expect(text).not.toContain('arn:aws:sts');
  }
  expect((await journey.trail(id)).chain.valid).toBe(true);

  // Whoever decides it again hears of it again.
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(MINUTE);
  for (const _ of [1, 2]) await sweep();
  expect((await toldOf(journey)).map(({ to }) => to).sort()).toEqual([
    NETWORK_TEAM,
    NETWORK_TEAM,
    PRIYA,
    PRIYA,
  ]);
});

test('a review’s removal that EC2 refuses is told also to who answered, and not as an answer that they changed', async () => {
  const { journey, outside, round, sweep } = await begin();
  const made = await outside.create(US, EU);
  await journey.pass(MINUTE);
  await outside.accept(made);
  await journey.pass(MINUTE);
  await round();
  const adopted = await journey.call<{ peering_request_id: string }>(
    HUB,
    'POST',
    `/connections/${made.id}/adopt`,
    {},
  );
  const id = adopted.body.success ? adopted.body.data.peering_request_id : '';
  await runReviews();
  await answerReview(await reviewLinkOf(journey, ANNA), { [id]: { answer: 'remove', reason: 'Unused.' } });
  await sweep();
  await journey.pass(3 * DAY);
  for (const _ of [1, 2, 3]) await sweep();

  expect(await journey.request(id)).toMatchObject({ status: 'active', teardown: null, removal: null });
  const told = await toldOf(journey);
  expect(told.map(({ to }) => to).sort()).toEqual([ANNA, NETWORK_TEAM, 'paul@payments.example', PRIYA]);
  for (const { subject, text } of told) {
    expect(subject).toBe(`Not deleted: payments → analytics (${id})`);
    expect(text).toContain('because of a review');
    expect(text).toContain(command(made.id));
  }
  expect(await mailsThatSay(journey, 'Removal withdrawn')).toEqual([]);
});
