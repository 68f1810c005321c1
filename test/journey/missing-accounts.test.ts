import { expect, test, vi } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { rawTable } from '../api/raw-table.ts';
import { metricsDuring } from '../edge/embedded-metrics.ts';
import { ACROSS, type Answer, DAY, HUB, type Journey, PARTNER, PAYMENTS, startJourney } from './journey.ts';

const MISSING = '444444444444';
const TEAM = 'network-team@network.example';
const MOST_SHOWN = 15;
const MOST_COUNTED = 20;

const inJourney = (title: string, run: (journey: Journey) => Promise<void>) =>
  test(title, async () => {
    const journey = await startJourney();
    try {
      await run(journey);
    } finally {
      await journey.close();
    }
  });

const missing = (peer_owner_id = MISSING) => ({ ...ACROSS, peer_owner_id });

const submit = (journey: Journey, account: string, body: object = missing()) =>
  journey.call<unknown>(account, 'POST', '/peering-requests', body);

const check = ({ call }: Journey, account: string, { justification: _, ...body } = missing()) =>
  call<{ checks: { check: string; message: string; remedy?: string }[] }>(
    account,
    'POST',
    '/peering-requests/preflight',
    body,
  );

const errorIn = ({ body }: Answer<unknown>) => !body.success && body.error;

const digest = async (journey: Journey): Promise<{ subject: string; text: string } | undefined> => {
  const before = (await journey.inbox.emails()).length;
  await invokeFunction('schedules/digest', {});
  const mail = (await journey.inbox.emails()).slice(before).find(({ subject }) => /digest/.test(subject));
  return mail && { subject: mail.subject, text: mail.body.text ?? '' };
};

inJourney('whoever asks for an account that is missing is told whom to ask', async (journey) => {
  const checked = await check(journey, PAYMENTS);
  expect(checked.body.success && checked.body.data.checks).toContainEqual({
    check: 'accepter-account',
    result: 'fail',
    message: `Account ${MISSING} isn’t in the directory.`,
    remedy: `Ask the network team (${TEAM}) to add the account and its approvers to the directory.`,
  });
  const message = `Account ${MISSING} isn’t in the directory. Ask the network team (${TEAM}) to add the account and its approvers to the directory.`;
  expect((await submit(journey, PAYMENTS)).body).toMatchObject({
    error: { code: 'VALIDATION_ERROR', details: [{ path: 'peer_owner_id', message }] },
  });
});

inJourney('the digest says which accounts are missing, until they are there', async (journey) => {
  expect(await digest(journey)).toBeUndefined();
  await check(journey, PAYMENTS);
  await submit(journey, PAYMENTS);
  await submit(journey, PARTNER);
  await submit(journey, PAYMENTS, missing('555555555555'));
  await submit(journey, PAYMENTS, missing('555555555555'));
  await submit(journey, PAYMENTS, missing('555555555555'));
  await submit(journey, PAYMENTS, missing('555555555555'));
  const { subject, text } = (await digest(journey)) ?? { subject: '', text: '' };
  expect(subject).toContain('2 accounts not in the directory');
  expect(text).toMatch(
    new RegExp(
      `${MISSING}: asked for 3 times by 2 accounts, last on .* UTC[^]*555555555555: asked for 4 times by payments, last on`,
    ),
  );
  await journey.pass(2 * DAY);
  // Nobody asked for them since the last one.
  expect(await digest(journey)).toBeUndefined();
  await submit(journey, PARTNER);
  await journey.call(HUB, 'PUT', `/accounts/${MISSING}`, {
    name: 'lake',
    approvers: ['lea@lake.example'],
    onboarded: false,
  });
  expect(await digest(journey)).toBeUndefined();
  await submit(journey, PARTNER, missing('666666666666'));
  expect((await digest(journey))?.text).not.toContain(MISSING);
  await journey.pass(31 * DAY);
  await submit(journey, PARTNER, missing('777777777777'));
  expect((await digest(journey))?.text).not.toMatch(/555555555555|666666666666/);
});

inJourney('one account fills neither the table nor the digest with random accounts', async (journey) => {
  for (let each = 0; each < 2 * MOST_COUNTED; each++) {
    await check(journey, PAYMENTS, missing(`8888888888${10 + each}`));
  }
  await check(journey, PARTNER, missing('900000000000'));
  await submit(journey, PARTNER, missing('900000000000'));
  const items = await rawTable(journey.endpoints.dynamodb).dump();
  expect(items.filter(({ pk }) => pk === 'MISSING_ACCOUNTS')).toHaveLength(2);
  const { subject, text } = (await digest(journey)) ?? { subject: '', text: '' };
  const total = MOST_COUNTED + 1;
  expect(subject).toContain(`${total} accounts not in the directory`);
  expect(text.match(/\d{12}: asked for/g)).toHaveLength(MOST_SHOWN);
  expect(text).toContain('900000000000: asked for twice by partner, last on');
  expect(text).toContain(`and ${total - MOST_SHOWN} more accounts`);
});

inJourney('an account that can’t be counted is the same error', async (journey) => {
  const ofPayments = { ...missing(), vpc_owner_id: PAYMENTS };
  const counted = await submit(journey, HUB, ofPayments);
  const { TRANSIENT_TABLE_NAME } = process.env;
  vi.resetModules();
  process.env['TRANSIENT_TABLE_NAME'] = 'nothing';
  try {
    const metrics = await metricsDuring(async () => {
      const uncounted = await submit(journey, HUB, ofPayments);
      expect([uncounted.status, errorIn(uncounted)]).toEqual([counted.status, errorIn(counted)]);
    });
    expect(metrics).toMatchObject([{ name: 'MissingAccountsNotCounted', value: 1 }]);
  } finally {
    vi.resetModules();
    process.env['TRANSIENT_TABLE_NAME'] = TRANSIENT_TABLE_NAME;
  }
});
