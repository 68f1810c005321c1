import type { AuditEntry } from '../request/audit.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { shorten } from './user-text.ts';

const LONGEST = 600;

/** EC2 encrypts the details of a denial. Nobody can read them as they are, and they may have kilobytes. */
const ENCODED = /(Encoded authorization failure message): [\w+/=-]+/gi;

/** Prepares what AWS said for people. The audit trail has all of it. */
export const shortenAwsMessage = (message: string): string =>
  shorten(
    message.replaceAll(ENCODED, (_, name: string) => `(The audit trail has the ${lowerFirst(name)}.)`),
    LONGEST,
  );

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;

const FROM_AWS: readonly string[] = [
  'ec2-error',
  'status-changed',
  'decision-refused',
  'failure-explained',
] satisfies AuditEntry['type'][];

/** An audit event's reason for people. What they wrote themselves stays whole. */
export const shortenReason = ({
  type,
  reason = '',
}: {
  type: string;
  reason?: string | undefined;
}): string => (FROM_AWS.includes(type) ? shortenAwsMessage(reason) : reason);

/** Why a decision wasn't carried out before EC2's deadline, after “but”. */
export const describeMissedDeadline = ({
  ec2_error,
}: Pick<PeeringRequest, 'ec2_error'>): { why: string; error: string } =>
  ec2_error
    ? {
        why: 'EC2 didn’t carry it out before its deadline of',
        error: `: ${shortenAwsMessage(ec2_error.message)}`,
      }
    : { why: 'the decision reached EC2 after its deadline of', error: '.' };
