import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';
import { everyMail } from './every-mail.ts';

/** What a list of mails shows of a subject on a phone. */
const WIDTH = 60;

const ID = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';

const inList = async (requester: string, accepter: string) => {
  const mails = await everyMail({
    request: aRequest({ id: ID, expires_at: '2026-12-02T10:00:00.000Z' }),
    requesterAccount: anAccount({ account_id: '111111111111', name: requester }),
    accepterAccount: anAccount({ account_id: '222222222222', name: accepter }),
  });
  const open = /^(?:approval|reminder|waiting|escalation|list|stuck|drift to the requester)$/;
  const ended = /-(?:active|rejected|expired|failed|cancelled|deleted) to the requester/;
  const subjects = [...mails].filter(([kind]) => open.test(kind) || ended.test(kind));
  return subjects.map(([kind, { subject }]) => ({ kind, subject, shown: subject.slice(0, WIDTH) }));
};

it('a list of subjects shows what to do, by when, and between whom', async () => {
  expect((await inList('payments', 'analytics')).map(({ shown }) => shown)).toEqual([
    'Approve by 2 Dec, 10:00 UTC: payments → analytics (pr-01KJQ3',
    'Approve by 2 Dec, 10:00 UTC (reminder 10): payments → analyt',
    'Awaiting approval by 2 Dec, 10:00 UTC: payments → analytics ',
    'Follow up by 2 Dec, 10:00 UTC: payments → analytics (pr-01KJ',
    'Approve 2 requests, first by 2 Dec, 10:00 UTC',
    'Investigate stuck request: payments → analytics (pr-01KJQ3Z9',
    'Active: payments → analytics (pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8)',
    'Rejected: payments → analytics (pr-01KJQ3Z9V8A1B2C3D4E5F6G7H',
    'Expired: payments → analytics (pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
    'Failed: payments → analytics (pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8)',
    'Withdrawn: payments → analytics (pr-01KJQ3Z9V8A1B2C3D4E5F6G7',
    'Deleted: payments → analytics (pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
    'Restore connectivity: payments → analytics (pr-01KJQ3Z9V8A1B',
  ]);
});

it('shortens long names so that the list shows both, and never the ID', async () => {
  const long = 'payments-settlement-and-reconciliation-production';
  for (const { kind, subject, shown } of await inList(long, `analytics-${long}`)) {
    if (kind === 'list') continue;
    expect(shown, kind).toMatch(/: payments-.*… → an/);
    expect(subject, kind).toContain(`(${ID})`);
    expect(subject.length, kind).toBeLessThan(WIDTH + 50);
  }
  // A short name leaves its room to the long one.
  const [approval] = await inList('payments', long);
  expect(approval?.subject).toBe(`Approve by 2 Dec, 10:00 UTC: payments → payments-settlement… (${ID})`);
});

it('what is checked of every mail is checked of all that there are', () => {
  const folder = new URL('../../../functions/domain/mail/', import.meta.url);
  const exported = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export const (\w+Mail) = async/gm),
    ])
    .map(([, name]) => name);
  expect(exported.length).toBeGreaterThan(15);
  const composed = readFileSync(new URL('every-mail.ts', import.meta.url), 'utf8');
  expect(exported.filter((name) => !composed.includes(`${name}(`))).toEqual([]);
});
