import type { Caller } from '../client/api-types.ts';
import { faint, strong } from './paint.ts';
import { table } from './table.ts';

/** An ARN stays in one piece, however narrow the terminal, so that it can be copied. */
export const callerDetails = ({ account_id, arn, principal_arn, is_network_team, email }: Caller): string =>
  table([
    [faint('Account'), strong(account_id)],
    [faint('Name'), arn],
    ...(principal_arn === arn ? [] : [[faint('Role'), principal_arn]]),
    ...(email ? [[faint('Mail address'), email]] : []),
    [faint('Network team'), is_network_team ? 'yes' : 'no'],
  ]);
