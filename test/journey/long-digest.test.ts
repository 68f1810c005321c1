import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { eventKey } from '../../functions/adapters/table.ts';
import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { type RawItem, rawTable } from '../api/raw-table.ts';
import { aRequest } from '../domain/a-request.ts';
import { ANALYTICS, DAY, HOUR, HUB, PARTNER, startJourney } from './journey.ts';

/** More than are read for the digest. */
const EXPIRING = 620;
const REJECTED = 150;
const FAILED = 3;

/** A name that is six times as long in HTML. */
const NAME = '"&<>'.repeat(25);
/** Many people who couldn't be mailed, each for a long cause. */
const UNSENT = Array.from({ length: 20 }, (_, n) => ({
  kind: 'approval',
  to: `${'anna'.repeat(10)}${n}@analytics.example`,
  cause: 'Email address is not verified. <The following identities failed the check>'.repeat(3),
  final: true as const,
}));

test('the digest of a busy day is small enough to be read: groups, the first of each list, and how many more', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  const now = journey.clock.now().getTime();
  const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
  for (const [account, approvers] of [
    [ANALYTICS, UNSENT.map(({ to }) => to)],
    [PARTNER, ['pat@partner.example']],
  ] as const) {
    const body = { name: account === ANALYTICS ? NAME : 'partner', approvers, onboarded: true };
    expect((await journey.call(HUB, 'PUT', `/accounts/${account}`, body)).status).toBe(200);
  }
  const times = { created_at: at(-6 * DAY), opened_at: at(-6 * DAY), updated_at: at(-HOUR) };
  const unsent_mails = UNSENT.map((mail) => ({ ...mail, since: at(-HOUR) }));
  const idOf = (n: number): RequestId => `pr-0${String(n).padStart(25, '0')}`;
  const request = (n: number, more: Partial<PeeringRequest>): PeeringRequest =>
    aRequest({ id: idOf(n), ...times, unsent_mails, ...more });
  const { accepter } = aRequest();
  const expiring = Array.from({ length: EXPIRING }, (_, n) =>
    request(n, {
      status: 'pending-acceptance',
      expires_at: at(HOUR + 60 * n),
      ...(n % 5 === 0 && { accepter: { ...accepter, owner_id: PARTNER } }),
    }),
  );
  const ended = Array.from({ length: REJECTED + FAILED }, (_, n) =>
    request(EXPIRING + n, { status: n < REJECTED ? 'rejected' : 'failed', concluded_as: 'rejected' }),
  );
  const table = rawTable(journey.endpoints.dynamodb);
  await table.put([...expiring, ...ended]);
  const events: RawItem[] = ended.map(({ id, status }) => ({
    ...eventKey(id, 2),
    ...{ at: at(-HOUR), from_status: 'pending-acceptance', to_status: status },
  }));
  for (let from = 0; from < events.length; from += 25) {
    const puts = events.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.db.send(new BatchWriteCommand({ RequestItems: { [TABLE_NAME]: puts } }));
  }

  const outcomes = REJECTED + FAILED;
  expect(await invokeFunction('schedules/digest', {})).toEqual({
    expiring: EXPIRING,
    ended: outcomes,
    mails: 1,
  });
  const mail = (await journey.inbox.emails()).at(-1);
  expect(mail?.subject).toMatch(
    new RegExp(`^Peerway digest: ${EXPIRING} deadlines until .+, ${outcomes} outcomes since`),
  );
  // Gmail cuts at 102 kB.
  expect(Buffer.byteLength(mail?.body.html ?? '')).toBeLessThan(102_000);
  const text = mail?.body.text ?? '';
  expect(text).toMatch(/Most by accepter account: "&<>.* 400, partner 100\./);
  expect(text).toContain(`By outcome: rejected ${REJECTED}, failed ${FAILED}.`);
  expect(text).toContain(`and ${EXPIRING - 15} more on the board`);
  expect(text).toContain(
    `and ${outcomes - 15} more. To list those of one status, run for example: peerway list`,
  );
  // The earliest deadlines, and first the outcomes that nobody chose.
  expect(text).toContain(`(${idOf(0)})`);
  expect(text).not.toContain(`(${idOf(15)})`);
  for (let n = 0; n < FAILED; n++) expect(text).toContain(`(${idOf(EXPIRING + REJECTED + n)})`);
});
