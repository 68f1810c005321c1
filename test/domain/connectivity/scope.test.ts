import { expect, it } from 'vitest';
import { scopeOf } from '../../../functions/domain/connectivity/scope.ts';

const ROUTES = {
  destination_cidr_blocks: ['10.20.1.0/24', '10.99.0.0/16'],
  peer_destination_cidr_blocks: ['10.1.1.0/24'],
};

it.each([
  [{ accepter: ['10.20.0.0/16'] }, ['10.20.1.0/24']],
  // Where the blocks aren't known yet, EC2 tells them later.
  [{}, ROUTES.destination_cidr_blocks],
])('with %j, no route leads to what isn’t in the other VPC', (blocks, destination_cidr_blocks) => {
  expect(scopeOf({ routes: ROUTES }, 'requester', blocks)).toEqual({
    destination_cidr_blocks,
    dns_resolution: false,
  });
});
