import type { Connection } from './ports.ts';

/** Whether EC2 allows no other connection between the two VPCs because of this one. */
export const isLive = ({ status }: Pick<Connection, 'status'>): boolean =>
  status === 'initiating-request' ||
  status === 'pending-acceptance' ||
  status === 'provisioning' ||
  status === 'active';
