import { assumptions } from './assumptions.ts';
import type { PeeringConnection, SideName } from './state.ts';

/** @see https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html */
export type PeeringStatus =
  | 'initiating-request'
  | 'pending-acceptance'
  | 'provisioning'
  | 'active'
  | 'failed'
  | 'rejected'
  | 'expired'
  | 'deleting'
  | 'deleted';

/** `now` is in milliseconds since the epoch. */
export type Moment = { now: number; settings: { settleSeconds: number } };

const TWO_HOURS = 2 * 60 * 60;
const TWO_DAYS = 48 * 60 * 60;

/** Returns the status, and since when the connection has had it. */
export function statusOf(
  connection: PeeringConnection,
  { now, settings }: Moment,
): { code: PeeringStatus; since: number } {
  const { createdAt, expiresAt, failsAt, acceptedAt, rejectedAt, deletedAt } = connection;
  const settled = (start: number) => start + settings.settleSeconds * 1000;
  const step = (start: number, during: PeeringStatus, after: PeeringStatus) =>
    now < settled(start) ? { code: during, since: start } : { code: after, since: settled(start) };

  if (deletedAt !== undefined) return step(deletedAt, 'deleting', 'deleted');
  if (rejectedAt !== undefined) return { code: 'rejected', since: rejectedAt };
  if (failsAt !== undefined && now >= failsAt) return { code: 'failed', since: failsAt };
  if (acceptedAt !== undefined) return step(acceptedAt, 'provisioning', 'active');
  if (now >= expiresAt) return { code: 'expired', since: expiresAt };
  return step(createdAt, 'initiating-request', 'pending-acceptance');
}

const MESSAGE: Readonly<Record<PeeringStatus, (connection: PeeringConnection) => string>> = {
  'initiating-request': ({ accepter }) => `Initiating Request to ${accepter.accountId}`,
  'pending-acceptance': ({ accepter }) => `Pending Acceptance by ${accepter.accountId}`,
  provisioning: () => 'Provisioning',
  active: () => 'Active',
  failed: () => 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range',
  rejected: () => assumptions.rejectedMessage,
  expired: () => assumptions.expiredMessage,
  deleting: () => assumptions.deletingMessage,
  deleted: ({ deletedBy }) => `Deleted by ${deletedBy}`,
};

export function statusMessage(connection: PeeringConnection, code: PeeringStatus): string {
  return MESSAGE[code](connection);
}

function visibleSeconds(connection: PeeringConnection, code: PeeringStatus, accountId: string): number {
  const { requester, accepter, deletedBy } = connection;
  switch (code) {
    case 'failed':
      return requester.accountId === accountId ? TWO_HOURS : assumptions.failedVisibleToAccepterSeconds;
    case 'expired':
      return TWO_DAYS;
    case 'rejected':
      return accepter.accountId === accountId ? TWO_HOURS : TWO_DAYS;
    case 'deleted':
      return deletedBy === accountId ? TWO_HOURS : TWO_DAYS;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

const SIDES: readonly SideName[] = ['requester', 'accepter'];

/** Returns whether EC2 shows the connection to the account in a Region or, without one, in any Region. */
export function visibleTo(
  connection: PeeringConnection,
  { accountId, region }: { accountId: string; region?: string },
  moment: Moment,
): boolean {
  const ownsSide = SIDES.map((name) => connection[name]).some(
    (side) => side.accountId === accountId && (region === undefined || side.region === region),
  );
  // A new connection becomes visible halfway through its first step, which emulates eventual consistency.
  const visibleFrom = connection.createdAt + moment.settings.settleSeconds * 500;
  const { code, since } = statusOf(connection, moment);
  const visibleUntil = since + visibleSeconds(connection, code, accountId) * 1000;
  return ownsSide && moment.now >= visibleFrom && moment.now < visibleUntil;
}
