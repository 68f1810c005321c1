import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Link } from './ports.ts';

/**
 * The token that a decision form carries. It comes from the link's own secret key, which leaves the table
 * for no page, so that only a form that we rendered for this link has it; with the request's decision made
 * it opens nothing.
 */
export const formToken = ({ form_key, request_id, person }: Link): string =>
  createHmac('sha256', form_key).update(`${request_id}\n${person}`).digest('base64url');

export const isFormToken = (link: Link, presented: string): boolean => {
  const expected = Buffer.from(formToken(link));
  const given = Buffer.from(presented);
  return expected.length === given.length && timingSafeEqual(expected, given);
};
