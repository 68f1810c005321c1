import type { SideRole } from '../request/connect.ts';
import type { RequestId, Sides } from '../request/peering-request.ts';

/** A secret URL for one person and one purpose: to decide on a request, or to view it. */
export type Link = {
  request_id: RequestId;
  purpose: 'decide' | 'view';
  /** The mail address of the person it was created for. */
  person: string;
  /** UTC, ISO 8601: from then on it can't be used to decide. */
  expires_at: string;
  /** Its request's, so that what is about them can be read along with the request. Links of version 0.1 have none. */
  between?: Sides;
  /** The key of its forms' tokens. It never leaves the table. */
  form_key: string;
};

/**
 * A secret URL that shows a request to the caller of the API who created it, as those read it who are its `sides`. It
 * works for nothing else, whoever has it: the contact's link is the one that acts for the requester.
 */
export type ReadingLink = Omit<Link, 'purpose'> & { purpose: 'read'; sides: readonly SideRole[] };

/**
 * A secret URL that shows all open windows, and the page of every request. Its person is the caller who created it, or
 * the address that the digest was sent to.
 */
export type BoardLink = Omit<Link, 'purpose' | 'request_id' | 'between'> & { purpose: 'board' };

/** A secret URL by which an approver answers one review of their account's connections. */
export type ReviewLink = Omit<Link, 'purpose' | 'request_id' | 'between'> & {
  purpose: 'review';
  account_id: string;
  /** UTC, ISO 8601: when the review started. */
  started_at: string;
};

export type AnyLink = Link | ReadingLink | BoardLink | ReviewLink;

/** Links are found by their token. Only its hash is stored. */
export interface Links {
  /** Creates a link and returns its token, 256 random bits in base64url. It can't be read again. */
  mint(
    link:
      | Omit<Link, 'form_key'>
      | Omit<ReadingLink, 'form_key'>
      | Omit<BoardLink, 'form_key'>
      | Omit<ReviewLink, 'form_key'>,
  ): Promise<string>;
  find(token: string): Promise<AnyLink | undefined>;
  /** Replaces the key of the link's forms, so that a used form token becomes invalid. */
  renewForms(token: string, link: Pick<AnyLink, 'form_key'>): Promise<void>;
}
