import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ACROSS_REGIONS,
  accepter,
  accepterEu,
  emulatedEc2,
  outcome,
  PAIR,
  PARTNER,
  refusal,
  requester,
  type World,
} from './emulated-ec2.ts';
import { GONE, NOT_YOURS, STATE } from './error-names.ts';
import { reach } from './reach-status.ts';

describe('Error codes', () => {
  const UNKNOWN = 'pcx-0aaaaaaaaaaaaaaaa';

  it.each<[call: string, act: (world: World) => Promise<unknown>, code: string, message?: RegExp]>([
    [
      'Describe, id of wrong form',
      (world) => world.look(requester, 'pcx-1'),
      'InvalidVpcPeeringConnectionId.Malformed',
    ],
    [
      'Accept, id of wrong form',
      (world) => world.accept(accepter, 'pcx'),
      'InvalidVpcPeeringConnectionId.Malformed',
    ],
    [
      'Create, VPC id of wrong form',
      (world) => world.create(requester, { from: 'vpc-x', to: VPC.analyticsUs }),
      'InvalidVpcID.Malformed',
    ],
    ['Describe, unknown id', (world) => world.look(requester, UNKNOWN), GONE],
    ['Accept, unknown id', (world) => world.accept(accepter, UNKNOWN), GONE],
    ['Reject, unknown id', (world) => world.reject(accepter, UNKNOWN), GONE],
    ['Delete, unknown id', (world) => world.remove(requester, UNKNOWN), GONE],
    [
      'Create, unknown VPC id',
      (world) => world.create(requester, { from: 'vpc-0aaaaaaaaaaaaaaaa', to: VPC.analyticsUs }),
      'InvalidVpcID.NotFound',
    ],
    [
      'Create, somebody else’s VPC',
      (world) => world.create(requester, { from: VPC.analyticsUs, to: VPC.partnerUs }),
      'InvalidVpcID.NotFound',
    ],
    [
      'Delete in the wrong status',
      async (world) => world.remove(requester, await reach(world, 'rejected')),
      STATE,
      /^Invalid state transition for pcx-\w+, attempted to transition from rejected to deleting$/,
    ],
    [
      'Accept by the requester, across accounts',
      async (world) => world.accept(requester, await world.pending()),
      NOT_YOURS,
      /^User 111111111111 cannot accept peering pcx-\w+$/,
    ],
    [
      'Accept in the wrong Region',
      async (world) => world.accept(accepter, await world.pending(ACROSS_REGIONS)),
      NOT_YOURS,
      /^Incorrect region \(us-east-1\) specified for this request\. VPC peering connection pcx-\w+ must be accepted in region eu-west-1$/,
    ],
    [
      'Reject in the wrong Region',
      async (world) => world.reject(accepter, await world.pending(ACROSS_REGIONS)),
      NOT_YOURS,
      /must be accepted or rejected in region eu-west-1$/,
    ],
    [
      'an action that is not emulated',
      (world) => world.ec2(requester).send(new DescribeRegionsCommand({})),
      'InvalidAction',
    ],
    [
      'any, throttled',
      (world) => {
        world.emulator.disturbNext('AcceptVpcPeeringConnection', 'throttled');
        return world.accept(accepter, UNKNOWN);
      },
      'RequestLimitExceeded',
    ],
  ])('%s', async (_call, act, code, message = /./) => {
    await using world = await emulatedEc2();
    const error = await refusal(act(world));
    expect(error?.name).toBe(code);
    expect(error?.message).toMatch(message);
  });

  it('Accept in the accepter’s Region', async () => {
    await using world = await emulatedEc2();
    expect(await outcome(world.accept(accepterEu, await world.pending(ACROSS_REGIONS)))).toBe('ok');
  });

  it('Create past the pending quota; an end frees a place', async () => {
    await using world = await emulatedEc2({ settings: { pendingQuota: 1 } });
    const id = await world.pending();
    const other = { from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER };
    expect(await outcome(world.create(requester, other))).toBe(
      'OutstandingVpcPeeringConnectionLimitExceeded',
    );
    expect(await outcome(world.create(requester, PAIR))).toBe('ok');
    await world.accept(accepter, id);
    expect(await outcome(world.create(requester, other))).toBe('ok');
  });

  it('Accept past the active quota of either VPC', async () => {
    await using world = await emulatedEc2({ settings: { activeQuota: 1 } });
    await world.active();
    const other = await world.pending({ from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER });
    expect(await outcome(world.accept({ accountId: PARTNER }, other))).toBe(
      'ActiveVpcPeeringConnectionPerVpcLimitExceeded',
    );
  });
});
