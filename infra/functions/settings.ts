import type { Variable } from '../../functions/variables.ts';
import type { Grant } from '../permissions/grant.ts';
import type { MemberAccess } from '../permissions/member-access.ts';

/** The names of both tables, for what reads requests or links. */
export const TABLES = ['TABLE_NAME', 'TRANSIENT_TABLE_NAME'] as const satisfies Variable[];

/** How a function is deployed. A test checks that its grants and variables are exactly what its code uses. */
export type FunctionSettings = {
  grants: readonly Grant[];
  /** The default is none: the function doesn't work in member accounts. */
  memberAccess?: MemberAccess;
  variables: readonly Variable[];
  memoryMb: number;
  timeoutSeconds: number;
  /** Reserved concurrency: a number, or `ec2` for the configuration's `ec2Concurrency`. The default is none. */
  concurrency?: 'ec2' | number;
};
