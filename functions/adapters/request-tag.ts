/**
 * The tag by which a request finds its own connection again, and by which the roles in member accounts are
 * narrowed. It lives on the requester's side alone.
 */
export const REQUEST_TAG = 'peerway:request-id';
