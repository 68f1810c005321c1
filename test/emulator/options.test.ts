import { ModifyVpcPeeringConnectionOptionsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ACROSS_REGIONS,
  accepter,
  accepterEu,
  emulatedEc2,
  outcome,
  refusal,
  requester,
  SETTLE,
  type Where,
  type World,
} from './emulated-ec2.ts';
import { GONE, NOT_YOURS } from './error-names.ts';

describe('Options', () => {
  const set = (world: World, where: Where, id: string, side: 'Requester' | 'Accepter', value = true) =>
    world.ec2(where).send(
      new ModifyVpcPeeringConnectionOptionsCommand({
        VpcPeeringConnectionId: id,
        [`${side}PeeringConnectionOptions`]: { AllowDnsResolutionFromRemoteVpc: value },
      }),
    );
  const turnDnsOn = async (world: World) => {
    await world.setDnsHostnames(requester, VPC.paymentsUs);
    await world.setDnsHostnames(accepter, VPC.analyticsUs);
    await world.setDnsHostnames(accepterEu, VPC.analyticsEu);
  };

  it('only once active', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.pending();
    expect(await refusal(set(world, requester, id, 'Requester'))).toMatchObject({
      name: NOT_YOURS,
      message: `Peering ${id} is not active. Peering options can be added only to active peerings.`,
    });
  });

  it('both VPCs need DNS support and hostnames', async () => {
    await using world = await emulatedEc2();
    const id = await world.active();
    await world.setDnsHostnames(requester, VPC.paymentsUs);
    expect(await outcome(set(world, requester, id, 'Requester'))).toBe(
      'InvalidVpcPeeringConnectionState.DnsHostnamesDisabled',
    );
    await world.setDnsHostnames(accepter, VPC.analyticsUs);
    expect(await outcome(set(world, requester, id, 'Requester'))).toBe('ok');
  });

  it('across accounts each owner sets its own side', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.active();
    expect(await refusal(set(world, requester, id, 'Accepter'))).toMatchObject({
      name: NOT_YOURS,
      message: 'User 111111111111 does not have permission to modify the accepter side peering options',
    });
    expect(await outcome(set(world, accepter, id, 'Accepter'))).toBe('ok');
  });

  it('between Regions each side in its own Region', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.active(ACROSS_REGIONS);
    expect(await outcome(set(world, accepter, id, 'Accepter'))).toBe(GONE);
    expect(await outcome(set(world, accepterEu, id, 'Accepter'))).toBe('ok');
  });

  it('between Regions, the ClassicLink options cannot even be sent', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const withClassicLink = (VpcPeeringConnectionId: string) =>
      world.ec2(requester).send(
        new ModifyVpcPeeringConnectionOptionsCommand({
          VpcPeeringConnectionId,
          RequesterPeeringConnectionOptions: {
            AllowDnsResolutionFromRemoteVpc: true,
            AllowEgressFromLocalClassicLinkToRemoteVpc: false,
          },
        }),
      );
    expect(await refusal(withClassicLink(await world.active(ACROSS_REGIONS)))).toMatchObject({
      name: NOT_YOURS,
      message:
        'Modifying VPC peering connection options AllowEgressFromLocalClassicLinkToRemoteVpc is not supported for cross-region VPC peering connections',
    });
    expect(await outcome(withClassicLink(await world.active()))).toBe('ok');
  });

  it('the answer holds the sides that were sent, and Describe shows both', async () => {
    await using world = await emulatedEc2();
    const pair = { from: VPC.paymentsLedger, to: VPC.analyticsLake, toRegion: 'eu-west-1' };
    const eu = { ...requester, region: 'eu-west-1' };
    const id = await world.active(pair, eu);
    const answer = await set(world, eu, id, 'Requester');
    expect(answer).not.toHaveProperty('AccepterPeeringConnectionOptions');
    await set(world, accepterEu, id, 'Accepter');
    world.pass(SETTLE);
    for (const where of [eu, accepterEu]) {
      const { RequesterVpcInfo, AccepterVpcInfo } = await world.look(where, id);
      expect(RequesterVpcInfo).toMatchObject({
        CidrBlockSet: [{ CidrBlock: '10.4.0.0/16' }, { CidrBlock: '100.64.4.0/22' }],
        Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8:4000::/56' }],
        PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true },
      });
      expect(AccepterVpcInfo).toMatchObject({
        CidrBlockSet: [{ CidrBlock: '10.24.0.0/16' }, { CidrBlock: '100.64.24.0/22' }],
        Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8:2400::/56' }],
        PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true },
      });
    }
  });

  it('reads lag: poll', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.active();
    const read = async () =>
      (await world.look(requester, id)).RequesterVpcInfo?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc;
    const answer = await set(world, requester, id, 'Requester');
    expect(answer.RequesterPeeringConnectionOptions?.AllowDnsResolutionFromRemoteVpc).toBe(true);
    expect(await read()).toBe(false);
    world.pass(SETTLE);
    expect(await read()).toBe(true);
  });
});
