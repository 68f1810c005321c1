import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account, RequestPage } from '../../cli/client/api-types.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { jsonOf, runPeerway } from './run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const peerway = (account: string, ...args: string[]) =>
  runPeerway(args, { endpoint: journey.endpoints.api, account });

test('a deadline is found within days and hours, however they are written', async () => {
  const { id } = await journey.submit();
  const foundWithin = async (duration: string) =>
    jsonOf<RequestPage>(await peerway(PAYMENTS, 'list', '--expiring-within', duration)).items.map(
      (item) => item.id,
    );
  for (const enough of ['7d', '168h', '1w', 'P7D']) expect(await foundWithin(enough)).toEqual([id]);
  for (const tooLittle of ['6d', '24h', '5D12H', '90m', 'PT24H'])
    expect(await foundWithin(tooLittle)).toEqual([]);

  const { code, stderr } = await peerway(PAYMENTS, 'list', '--expiring-within', '8d');
  expect(code).toBe(2);
  expect(stderr).toContain(
    "'8d' is invalid. Enter a duration from 1 second to 7 days, such as 3d, 4h or 1d12h, or P1DT12H in ISO 8601 format.",
  );
});

test('reminders too, of which there are several', async () => {
  const entry = ['--name', 'data', '--onboarded', '--approvers', 'anna@analytics.example'];
  const put = await peerway(
    HUB,
    'accounts',
    'put',
    ANALYTICS,
    ...entry,
    '--reminders',
    '2d',
    '1d12h',
    'PT4H',
  );
  expect(jsonOf<Account>(put).reminders).toEqual(['P2D', 'P1DT12H', 'PT4H']);
});

test('and the time between checks, which can be seconds alone', async () => {
  const { id } = await journey.submit({ ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' });
  const watch = (interval: string) => peerway(PAYMENTS, 'watch', id, '--interval', interval);
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(60);
  for (const interval of ['0.5', '30', '30s', '5m', 'PT1M']) expect((await watch(interval)).code).toBe(1);
  for (const interval of ['2h', 'soon', '0s']) expect((await watch(interval)).code).toBe(2);
});
