import type { RequestId } from '../request/peering-request.ts';

/** What a secret URL allows, and to whom: to decide on a request, or to see how it goes. */
export type Link = {
  request_id: RequestId;
  purpose: 'decide' | 'view';
  /** The mail address of the person that it was made for. */
  person: string;
  /** UTC, ISO 8601: from then on it decides nothing. */
  expires_at: string;
  /** Known to the table alone: what its forms' tokens are made of. */
  form_key: string;
};

/** A secret URL that shows all open windows. Its person is the IAM principal that asked for it. */
export type BoardLink = Omit<Link, 'purpose' | 'request_id'> & { purpose: 'board' };

/** Links are found by their token, of which only a hash is kept. */
export interface Links {
  /** Makes a link and returns its token: 256 random bits in base64url, told this once. */
  mint(link: Omit<Link, 'form_key'> | Omit<BoardLink, 'form_key'>): Promise<string>;
  find(token: string): Promise<Link | BoardLink | undefined>;
  /** Gives the link's forms another key, so that a token that was used is worth nothing any more. */
  renewForms(token: string, link: Link): Promise<void>;
}
