import { type PeeringRequest, parseOutsideSubmitter } from '../request/peering-request.ts';
import { describeActor } from './actors.ts';

const HOUR_MS = 3_600_000;

/** What its readers should know of a request that nobody submitted here; `undefined` for any other. */
export const describeOrigin = ({ origin, submitted_by, requester }: PeeringRequest): string | undefined => {
  switch (origin) {
    case undefined:
      return undefined;
    case 'picked-up':
      return `Somebody in account ${parseOutsideSubmitter(submitted_by) ?? requester.owner_id} created this connection outside Peerway, for example with Terraform or in the console.`;
    case 'adopted':
      return 'This connection was created and accepted outside Peerway. The network team took it over.';
    default:
      return origin satisfies never;
  }
};

/** @param formatTime in the reader's time zone */
export const describeEarlierRejection = (
  { earlier_rejection }: PeeringRequest,
  formatTime: (time: string) => string,
): string | undefined =>
  earlier_rejection &&
  `An earlier connection between these VPCs was rejected on ${formatTime(earlier_rejection.at)} by ${describeActor(earlier_rejection.by)}.`;

/** Whether Peerway found the connection so late that its approvers never had an hour. */
export const isFoundLate = ({ origin, opened_at, expires_at }: PeeringRequest): boolean =>
  origin === 'picked-up' &&
  opened_at !== undefined &&
  expires_at !== undefined &&
  Date.parse(expires_at) - Date.parse(opened_at) < HOUR_MS;
