import { CreateVpcCommand, DeleteVpcCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { accepter, emulatedEc2, outcome, requester, SETTLE, type Where, type World } from './emulated-ec2.ts';

describe('Deleting a VPC', () => {
  const removeVpc = (world: World, where: Where, vpcId: string) =>
    world.ec2(where).send(new DeleteVpcCommand({ VpcId: vpcId }));

  it('the requester VPC: deletes its pending request', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    await removeVpc(world, requester, VPC.paymentsUs);
    world.pass(SETTLE);
    expect((await world.look(accepter, id)).Status?.Message).toBe('Deleted by 111111111111');
  });

  it('the accepter VPC: not before a pending request from another account is rejected', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    expect(await outcome(removeVpc(world, accepter, VPC.analyticsUs))).toBe('DependencyViolation');
    await world.reject(accepter, id);
    expect(await outcome(removeVpc(world, accepter, VPC.analyticsUs))).toBe('ok');
  });

  it('either VPC of an active connection: deletes the connection', async () => {
    await using world = await emulatedEc2();
    const id = await world.active();
    await removeVpc(world, accepter, VPC.analyticsUs);
    world.pass(SETTLE);
    expect((await world.look(requester, id)).Status?.Code).toBe('deleted');
  });

  it('a created VPC can be peered, and deleted', async () => {
    await using world = await emulatedEc2();
    const created = await world.ec2(accepter).send(new CreateVpcCommand({ CidrBlock: '10.50.0.0/16' }));
    const to = created.Vpc?.VpcId ?? '';
    expect((await world.look(requester, await world.active({ from: VPC.paymentsUs, to }))).Status?.Code).toBe(
      'active',
    );
    expect(await outcome(removeVpc(world, accepter, to))).toBe('ok');
    expect(await outcome(removeVpc(world, accepter, to))).toBe('InvalidVpcID.NotFound');
  });
});
