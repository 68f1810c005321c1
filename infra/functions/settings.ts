import type { Variable } from '../../functions/variables.ts';
import type { Grant } from '../permissions/grant.ts';

/** How one function is deployed. What it may do and read is just what its code does, which a test compares. */
export type FunctionSettings = {
  grants: readonly Grant[];
  variables: readonly Variable[];
  memoryMb: number;
  timeoutSeconds: number;
  /** `ec2`: as many at once as the configuration lets ask EC2; a number: so many; absent: as many as come. */
  atOnce?: 'ec2' | number;
};
