import type { Variable } from '../../functions/variables.ts';
import { assume, startExecutions } from '../permissions/service-grants.ts';
import { getItems, putItems } from '../permissions/table-grants.ts';

/** What every way to submit does: it asks EC2 in both accounts, records the request, and starts its workflow. */
export const SUBMIT_GRANTS = [
  getItems('idempotency', 'account', 'pair', 'request'),
  putItems('idempotency', 'pair', 'request', 'vpc'),
  startExecutions,
  assume('PeerwayRequester'),
  assume('PeerwayAccepter'),
] as const;

export const SUBMIT_VARIABLES = [
  'TABLE_NAME',
  'STATE_MACHINE_ARN',
  'EXTERNAL_ID',
  'PENDING_QUOTA',
  'ACTIVE_QUOTA',
] as const satisfies Variable[];
