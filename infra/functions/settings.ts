import type { Variable } from '../../functions/variables.ts';
import type { Grant } from '../permissions/grant.ts';

/** How a function is deployed. A test checks that its grants and variables are exactly what its code uses. */
export type FunctionSettings = {
  grants: readonly Grant[];
  variables: readonly Variable[];
  memoryMb: number;
  timeoutSeconds: number;
  /** Reserved concurrency: a number, or `ec2` for the configuration's `ec2Concurrency`. The default is none. */
  concurrency?: 'ec2' | number;
};
