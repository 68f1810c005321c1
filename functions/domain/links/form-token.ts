import { createHmac, timingSafeEqual } from 'node:crypto';
import { ForbiddenError } from '../request/errors.ts';
import type { AnyLink } from './ports.ts';

/** A form that is shown only once its request has ended, and not with every page of its link. */
export type FormPurpose = 'resubmit';

/**
 * The token in a form, valid for one use: using it renews the link's key. The token is derived from that key, which
 * never leaves the table, so only a form that we rendered for this link can have it.
 */
export const formToken = (link: AnyLink, purpose?: FormPurpose): string =>
  createHmac('sha256', link.form_key)
    .update(`${link.purpose}\n${subjectOf(link)}\n${link.person}`)
    .update(purpose ? `\n${purpose}` : '')
    .digest('base64url');

const subjectOf = (link: AnyLink): string => {
  switch (link.purpose) {
    case 'board':
      return '';
    case 'review':
      return `${link.account_id} ${link.started_at}`;
    default:
      return link.request_id;
  }
};

export const isFormToken = (link: AnyLink, presented: string, purpose?: FormPurpose): boolean => {
  const expected = Buffer.from(formToken(link, purpose));
  const given = Buffer.from(presented);
  return expected.length === given.length && timingSafeEqual(expected, given);
};

/** @throws ForbiddenError unless this is the token of a form that was rendered for the link, and not used yet */
export const requireFormToken = (link: AnyLink, presented: string, purpose?: FormPurpose): void => {
  if (!isFormToken(link, presented, purpose)) {
    throw new ForbiddenError('This form was already used or isn’t valid. Nothing was changed.');
  }
};
