import { stripVTControlCharacters } from 'node:util';
import { describeConnectivity } from '../../functions/domain/wording/connectivity.ts';
import type { RequestPage, RequestSummary } from '../client/api-types.ts';
import { countOf } from './count-of.ts';
import { faint, paintStatus, strong } from './paint.ts';
import { countApprovals } from './request-details.ts';
import { table } from './table.ts';
import { showSeconds, showTime } from './time.ts';

/** Two lines for each request. A narrow terminal gets only the columns that identify it. */
export const requestList = (
  { items, next_cursor }: RequestPage,
  columns = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string => {
  if (items.length === 0) return 'No requests found. To submit one: peerway submit --help';
  const more = next_cursor ? '. Use --all to list more.' : '';
  const whole = renderRows(items, COLUMNS);
  return [
    widthOf(whole) <= columns ? whole : renderRows(items, COLUMNS.slice(0, ESSENTIAL)),
    '',
    faint(`${countOf(items.length, 'request')}${more}`),
  ].join('\n');
};

type Column = { head: string; of: (request: RequestSummary) => string };

const COLUMNS: readonly Column[] = [
  { head: 'REQUEST', of: ({ id, created_at }) => `${strong(id)}\n${faint(showTime(created_at))}` },
  { head: 'STATUS', of: (request) => `${paintStatus(request.status)}\n${faint(noteOf(request))}` },
  { head: 'VPCS', of: ({ vpc_id, peer_vpc_id }) => `${vpc_id}\n${peer_vpc_id}` },
  { head: 'ACCOUNT', of: ({ vpc_owner_id, peer_owner_id }) => `${vpc_owner_id}\n${peer_owner_id}` },
  { head: 'REGION', of: ({ vpc_region, peer_region }) => `${vpc_region}\n${peer_region}` },
];

const ESSENTIAL = 3;

const renderRows = (items: readonly RequestSummary[], columns: readonly Column[]): string =>
  table(
    items.map((request) => columns.map(({ of }) => of(request))),
    columns.map(({ head }) => faint(head)),
  );

const widthOf = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map(({ length }) => length),
  );

/** What follows the status. */
const noteOf = ({
  status,
  window,
  teardown,
  approvals,
  required_approvals,
  connectivity,
}: RequestSummary): string => {
  if (status === 'pending-acceptance' && window) {
    const approved = required_approvals > 1 ? `, ${countApprovals({ approvals })}/${required_approvals}` : '';
    return `${showSeconds(window.remaining_seconds)} left${approved}`;
  }
  if (status !== 'active') return '';
  if (teardown) return 'deleting the connection';
  return connectivity ? describeConnectivity(connectivity.state) : '';
};
