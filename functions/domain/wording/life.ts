import { allowedLife } from '../request/lifetime.ts';
import type { Extension, PeeringRequest } from '../request/peering-request.ts';
import { hasEnded } from '../request/status.ts';
import { getAccountNames } from './account-names.ts';
import { describeSeconds } from './times.ts';

/** What is said of how long a connection lives before it has an end. Nothing if it has none, or has one already. */
export const describeLife = (request: PeeringRequest): string | undefined => {
  const seconds = allowedLife(request);
  return seconds === undefined || request.ends_at || hasEnded(request.status)
    ? undefined
    : `Peerway deletes the connection after it was active for ${describeSeconds(seconds)}.`;
};

/** `payments asks for 30 days more: the connection with analytics` */
export const describeAsked = (
  names: Parameters<typeof getAccountNames>[0],
  { extends_by }: Pick<Extension, 'extends_by'>,
): string => {
  const { requester, accepter } = getAccountNames(names);
  return `${requester} asks for ${describeSeconds(extends_by)} more: the connection with ${accepter}`;
};

/** The end of an active connection that nobody deletes. UTC, ISO 8601. */
export const endOf = ({ status, teardown, ends_at }: PeeringRequest): string | undefined =>
  status === 'active' && !teardown ? ends_at : undefined;
