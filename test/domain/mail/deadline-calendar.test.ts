import { expect, it } from 'vitest';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';
import { BASE, everyMail } from './every-mail.ts';

const mailsOf = (name: string) =>
  everyMail({
    request: aRequest({ opened_at: '2026-11-25T10:00:05.000Z', expires_at: '2026-12-02T10:00:00.000Z' }),
    requesterAccount: anAccount({ account_id: '111111111111', name }),
    accepterAccount: anAccount(),
  });

/** The calendar's lines, as RFC 5545 folds them. */
const linesOf = async (name: string): Promise<string[]> => {
  const [file, ...more] = (await mailsOf(name)).get('approval')?.attachments ?? [];
  expect(more).toEqual([]);
  expect(file).toMatchObject({
    name: 'deadline.ics',
    content_type: 'text/calendar; charset=utf-8; method=PUBLISH',
  });
  return (file?.content ?? '').replaceAll('\r\n ', '').split('\r\n');
};

it('the first mail to an approver has the deadline for their calendar, without a link', async () => {
  const lines = await linesOf('payments');
  expect(lines).toEqual(
    expect.arrayContaining([
      'METHOD:PUBLISH',
      'DTSTAMP:20261125T100005Z',
      'DTSTART:20261202T093000Z',
      'DTEND:20261202T100000Z',
      'SUMMARY:Deadline to approve: payments → analytics',
    ]),
  );
  expect(lines.join('\n')).not.toContain(BASE);
  const others = [...(await mailsOf('payments'))].filter(([kind]) => kind !== 'approval');
  expect(others.flatMap(([, { attachments = [] }]) => attachments)).toEqual([]);
});

it('a name adds nothing to the calendar but itself', async () => {
  const namesOf = (lines: string[]) => lines.map((line) => /^[\w-]+/.exec(line)?.[0]);
  const hostile = 'a,b;c\\n\r\nEND:VEVENT\nATTENDEE:mailto:c@d.example "x"';
  const lines = await linesOf(hostile);
  expect(namesOf(lines)).toEqual(namesOf(await linesOf('payments')));
  expect(lines.find((line) => line.startsWith('SUMMARY'))).toContain('a\\,b\\;c\\\\n END:VEVENT');
});
