/**
 * The tag that identifies a request's own connection. The roles in member accounts are restricted by it. Only the
 * requester's side can see it.
 */
export const REQUEST_TAG = 'peerway:request-id';
