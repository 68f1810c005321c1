import { describe, expect, it } from 'vitest';
import type { Account } from '../../../functions/domain/directory/ports.ts';
import type { RequestId } from '../../../functions/domain/request/peering-request.ts';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';
import { ABOUT_ACCOUNTS, everyMail } from './every-mail.ts';

const ONE: RequestId = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
const OTHER: RequestId = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H9';

const named = (account_id: string, name: string): Account => anAccount({ account_id, name });

const mailsOf = (id: RequestId, name: string) =>
  everyMail({
    request: aRequest({ id, expires_at: '2026-09-30T08:00:00.000Z' }),
    requesterAccount: named('111111111111', name),
    accepterAccount: named('222222222222', name),
  });

describe.each([
  ['200 letters', `${'payments '.repeat(22)}xx`],
  ['200 emoji', '👩‍👩‍👧 '.repeat(40)],
  ['200 characters that look like host names', 'pay.ments.eu '.repeat(16)],
])('accounts whose names have %s', (_, name) => {
  it('leave the request’s ID and the verb whole in the subject, and so each subject unlike another request’s', async () => {
    const [mails, others] = [await mailsOf(ONE, name), await mailsOf(OTHER, name)];
    for (const [kind, { subject }] of mails) {
      if (ABOUT_ACCOUNTS.includes(kind)) continue;
      expect(subject, kind).toMatch(/^[A-Z][\w ,:()?-]+?: .+ → .+ \(pr-\w{26}\)$/);
      expect(subject, kind).toContain(`(${ONE})`);
      expect(subject.length, kind).toBeLessThan(250);
      expect(subject, kind).not.toBe(others.get(kind)?.subject);
    }
  });

  it('leave the request’s ID and its news whole in the digest', async () => {
    const text = (await mailsOf(ONE, name)).get('digest')?.text ?? '';
    expect(text).toMatch(
      new RegExp(`^- .+: deadline Wed, 30 Sept? 2026, 08:00 UTC, .+\n  .+ \\(${ONE}\\)$`, 'm'),
    );
    expect(text).toMatch(new RegExp(`^- .+: rejected on .+\n  .+ \\(${ONE}\\)$`, 'm'));
  });
});
