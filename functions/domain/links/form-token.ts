import { createHmac, timingSafeEqual } from 'node:crypto';
import { ForbiddenError } from '../request/errors.ts';
import type { AnyLink } from './ports.ts';

/**
 * The token in a form, valid for one use: using it renews the link's key. The token is derived from that key, which
 * never leaves the table, so only a form that we rendered for this link can have it.
 */
export const formToken = (link: AnyLink): string =>
  createHmac('sha256', link.form_key)
    .update(`${link.purpose}\n${link.purpose === 'board' ? '' : link.request_id}\n${link.person}`)
    .digest('base64url');

export const isFormToken = (link: AnyLink, presented: string): boolean => {
  const expected = Buffer.from(formToken(link));
  const given = Buffer.from(presented);
  return expected.length === given.length && timingSafeEqual(expected, given);
};

/** @throws ForbiddenError unless this is the token of a form that was rendered for the link, and not used yet */
export const requireFormToken = (link: AnyLink, presented: string): void => {
  if (!isFormToken(link, presented)) {
    throw new ForbiddenError('This form was already used or isn’t valid. Nothing was changed.');
  }
};
