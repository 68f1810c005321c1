import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BoardLink, Link } from './ports.ts';

/**
 * The token that a form carries, good for one use: the link's key is renewed with it. It comes from that key,
 * which leaves the table for no page, so that only a form that we rendered for this link has it.
 */
export const formToken = (link: Link | BoardLink): string =>
  createHmac('sha256', link.form_key)
    .update(`${link.purpose}\n${link.purpose === 'board' ? '' : link.request_id}\n${link.person}`)
    .digest('base64url');

export const isFormToken = (link: Link | BoardLink, presented: string): boolean => {
  const expected = Buffer.from(formToken(link));
  const given = Buffer.from(presented);
  return expected.length === given.length && timingSafeEqual(expected, given);
};
