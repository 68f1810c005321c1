import { accepter, HOUR, OVERLAPPING, PAIR, requester, SETTLE, type World } from './emulated-ec2.ts';

/** How a connection gets into each status, and the message that the page gives for it. */
export const STATUSES: Record<string, { reach: (world: World) => Promise<string>; message: string }> = {
  'initiating-request': {
    reach: async (world) => {
      const { VpcPeeringConnectionId: id } = await world.create(requester, PAIR);
      world.pass(SETTLE / 2);
      return id;
    },
    message: 'Initiating Request to 222222222222',
  },
  'pending-acceptance': {
    reach: (world) => world.pending(),
    message: 'Pending Acceptance by 222222222222',
  },
  provisioning: {
    reach: async (world) => {
      const id = await world.pending();
      await world.accept(accepter, id);
      return id;
    },
    message: 'Provisioning',
  },
  active: { reach: (world) => world.active(), message: 'Active' },
  failed: {
    reach: (world) => world.pending(OVERLAPPING),
    message: 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range',
  },
  rejected: {
    reach: async (world) => {
      const id = await world.pending();
      await world.reject(accepter, id);
      return id;
    },
    message: 'Rejected',
  },
  expired: {
    reach: async (world) => {
      const id = await world.pending();
      world.pass(168 * HOUR - SETTLE);
      return id;
    },
    message: 'Expired',
  },
  deleting: {
    reach: async (world) => {
      const id = await world.active();
      await world.remove(requester, id);
      return id;
    },
    message: 'Deleting',
  },
  deleted: {
    reach: async (world) => {
      const id = await world.active();
      await world.remove(requester, id);
      world.pass(SETTLE);
      return id;
    },
    message: 'Deleted by 111111111111',
  },
};

export const reach = (world: World, status: string) => {
  const found = STATUSES[status];
  if (found === undefined) throw new RangeError(status);
  return found.reach(world);
};
