import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ACROSS, ANALYTICS, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { dryRun } from './dry-run.ts';
import { withUnreachable } from './unreachable.ts';

type Line = { message: string; level: string; [key: string]: unknown };

let journey: CheckedJourney;
beforeAll(async () => {
  // The logger looks at these when it is loaded, with the functions.
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  journey = await startCheckedJourney();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.resetModules();
  await journey.close();
});

/** The lines that preflights log while something is done, and all of the log as text. */
const logged = async (act: () => Promise<unknown>): Promise<{ lines: Line[]; text: string }> => {
  const printed: string[] = [];
  const spies = (['log', 'info', 'warn', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((line) => void printed.push(String(line))),
  );
  await act();
  for (const spy of spies) spy.mockRestore();
  const lines = printed.map((line) => JSON.parse(line) as Line);
  return { lines: lines.filter(({ message }) => message === 'Preflight'), text: printed.join('\n') };
};

const deprecatedDryRun = () =>
  signedFetch(PAYMENTS, `${journey.endpoints.api}/peering-requests`, {
    method: 'POST',
    body: JSON.stringify({ ...ACROSS, dry_run: true }),
  });

const { justification, contact_email, ...SIDES } = ACROSS;

test('a preflight is logged with its caller, both VPCs and its result, and not with what was written', async () => {
  const { lines, text } = await logged(async () => {
    await dryRun(journey);
    await deprecatedDryRun();
  });
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatchObject({
      level: 'INFO',
      caller: `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/local`,
      caller_account_id: PAYMENTS,
      ...SIDES,
      vpc_owner_id: PAYMENTS,
      result: 'WOULD_SUBMIT',
    });
  }
  expect(text).not.toContain(justification);
  expect(text).not.toContain(contact_email);
});

test('so is one that fails, and one that cannot be answered', async () => {
  const { lines } = await logged(async () => {
    await dryRun(journey, { ...ACROSS, vpc_id: VPC.partnerUs }, ANALYTICS);
    await withUnreachable('EC2', () => dryRun(journey));
    await withUnreachable('DYNAMODB', () => deprecatedDryRun());
  });
  expect(lines.map(({ caller_account_id, result }) => [caller_account_id, result])).toEqual([
    [ANALYTICS, 'VALIDATION_ERROR'],
    [PAYMENTS, 'UPSTREAM_ERROR'],
    [PAYMENTS, 'UPSTREAM_ERROR'],
  ]);
});
