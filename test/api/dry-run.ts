import { expect } from 'vitest';
import type { Check } from '../../functions/domain/request/peering-request.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { ACROSS, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf } from './checked-journey.ts';

type DryRun = { dry_run: true; would_submit: boolean; checks: Check[] };

const ROUTE = '/peering-requests';

export const ALL_PASS = {
  'requester-vpc': 'pass',
  'accepter-vpc': 'pass',
  'accepter-account': 'pass',
  approvers: 'pass',
  'open-request': 'pass',
  'live-connection': 'pass',
  'cidr-overlap': 'pass',
  'pending-quota': 'pass',
  'requester-active-quota': 'pass',
  'accepter-active-quota': 'pass',
  dns: 'pass',
};

/** The seeded VPCs have DNS hostnames off. */
export const SEEDED = { ...ALL_PASS, dns: 'warn' };

export const submit = ({ call }: CheckedJourney, body: object = ACROSS, account = PAYMENTS) =>
  call<RequestView>(account, 'POST', ROUTE, body);

/** What the preflight finds, each check by its name; all of it in sentences, and what is amiss with a remedy. */
export const dryRun = async (
  { call }: CheckedJourney,
  body: object = ACROSS,
  account = PAYMENTS,
): Promise<DryRun & { results: Record<string, string> }> => {
  const answer = await call<DryRun>(account, 'POST', `${ROUTE}/preflight`, body);
  if (!answer.body.success) throw new Error(JSON.stringify(answer.body.error));
  expect(answer.status).toBe(200);
  const { data } = answer.body;
  for (const { result, message, remedy } of data.checks) {
    expect(message).toMatch(/^\S.*\.$/);
    if (result === 'warn' || result === 'fail') expect(remedy).toMatch(/^\S.*\.$/);
  }
  return { ...data, results: Object.fromEntries(data.checks.map(({ check, result }) => [check, result])) };
};

/** The preflight says that it would not be submitted, and a real submit is refused. */
export const expectRefused = async (
  journey: CheckedJourney,
  body: object,
  check: string,
  refusal: object,
  account = PAYMENTS,
): Promise<void> => {
  const { would_submit, results } = await dryRun(journey, body, account);
  expect([would_submit, results[check]]).toEqual([false, 'fail']);
  expect(errorOf(await submit(journey, body, account))).toMatchObject(refusal);
};
