import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formToken, isFormToken } from '../../../functions/domain/links/form-token.ts';
import type { BoardLink, Link } from '../../../functions/domain/links/ports.ts';

const LINK: Link = {
  request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
  purpose: 'decide',
  person: 'anna@analytics.example',
  expires_at: '2026-03-09T09:00:00.000Z',
  form_key: 'Zm9ybSBrZXkgb2YgdGhlIGZpcnN0IGxpbms',
};

const BOARD: BoardLink = {
  purpose: 'board',
  person: 'arn:aws:iam::999999999999:user/nora',
  expires_at: '2026-03-09T09:00:00.000Z',
  form_key: 'Zm9ybSBrZXkgb2YgdGhlIGJvYXJk',
};

describe('the token of a form', () => {
  it('opens the link that it was made for', () => {
    expect(isFormToken(LINK, formToken(LINK))).toBe(true);
    expect(isFormToken({ ...LINK }, formToken(LINK))).toBe(true);
  });

  it.each([
    ['another key', { form_key: 'Zm9ybSBrZXkgb2YgdGhlIG90aGVyIGxpbms' }],
    ['another request', { request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H9' }],
    ['another person', { person: 'arun@analytics.example' }],
    ['another purpose', { purpose: 'view' }],
  ] as const)('does not open a link of %s', (_, other) => {
    expect(isFormToken({ ...LINK, ...other }, formToken(LINK))).toBe(false);
  });

  it('resubmits only if it is of the form that does, and does nothing else then', () => {
    expect(isFormToken(LINK, formToken(LINK, 'resubmit'), 'resubmit')).toBe(true);
    expect(isFormToken(LINK, formToken(LINK), 'resubmit')).toBe(false);
    expect(isFormToken(LINK, formToken(LINK, 'resubmit'))).toBe(false);
  });

  it('opens the board that it was made for, and no link besides', () => {
    expect(isFormToken(BOARD, formToken(BOARD))).toBe(true);
    expect(isFormToken(BOARD, formToken(LINK))).toBe(false);
    expect(isFormToken({ ...LINK, form_key: BOARD.form_key, person: BOARD.person }, formToken(BOARD))).toBe(
      false,
    );
  });

  it('does not tell the key, and cannot be made without it', () => {
    const token = formToken(LINK);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toContain(LINK.form_key);
    // All that a page or a mail tells of the link.
    const { form_key: _, ...told } = LINK;
    for (const text of [JSON.stringify(told), `${told.purpose}\n${told.request_id}\n${told.person}`]) {
      const guessed = createHmac('sha256', '').update(text).digest('base64url');
      expect(isFormToken(LINK, guessed)).toBe(false);
    }
  });

  it.each([
    ['nothing', ''],
    ['its beginning', formToken(LINK).slice(0, -1)],
    ['more than it', `${formToken(LINK)}A`],
    ['it in another case', formToken(LINK).toLowerCase()],
    ['as many characters of more bytes', 'é'.repeat(43)],
  ])('is not %s', (_, presented) => {
    expect(isFormToken(LINK, presented)).toBe(false);
  });

  it('is no other text, and no text makes the comparison throw', () => {
    const sameLength = fc.array(fc.constantFrom(...'abcXYZ019_-é'), { minLength: 43, maxLength: 43 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          sameLength.map((characters) => characters.join('')),
        ),
        (presented) => {
          expect(isFormToken(LINK, presented)).toBe(presented === formToken(LINK));
        },
      ),
    );
  });
});
