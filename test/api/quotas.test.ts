import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { dryRun, expectRefused } from './dry-run.ts';

const SETTLED_SECONDS = 30;

describe('the preflight keeps to EC2’s quotas:', () => {
  const PENDING_QUOTA = 25;
  const ACTIVE_QUOTA = 50;
  const LIMITED = { status: 429, code: 'LIMIT_EXCEEDED' };
  const TO_ANALYTICS_US = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };

  let journey: CheckedJourney;
  let payments: EC2Client;
  let analytics: EC2Client;
  beforeAll(async () => {
    journey = await startCheckedJourney();
    payments = journey.ec2As(PAYMENTS, 'us-east-1');
    analytics = journey.ec2As(ANALYTICS, 'us-east-1');
  });
  afterAll(() => journey.close());

  /** Connections from new VPCs of payments to one of analytics, that wait to be accepted. */
  const ask = async (first: number, count: number): Promise<string[]> => {
    const asked = Array.from({ length: count }, async (_, n) => {
      const { Vpc: vpc } = await payments.send(
        new CreateVpcCommand({ CidrBlock: `10.${100 + first + n}.0.0/16` }),
      );
      const { VpcPeeringConnection: made } = await payments.send(
        new CreateVpcPeeringConnectionCommand({
          VpcId: vpc?.VpcId,
          PeerVpcId: VPC.analyticsUs,
          PeerOwnerId: ANALYTICS,
          PeerRegion: 'us-east-1',
        }),
      );
      return made?.VpcPeeringConnectionId ?? '';
    });
    const ids = await Promise.all(asked);
    await journey.pass(SETTLED_SECONDS);
    return ids;
  };

  const accept = async (ids: readonly string[]): Promise<void> => {
    for (const VpcPeeringConnectionId of ids) {
      await analytics.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
    }
    await journey.pass(SETTLED_SECONDS);
  };

  test('pending requests of the account in the Region, then active connections of either VPC', async () => {
    const first = await ask(0, PENDING_QUOTA - 1);
    expect((await dryRun(journey)).results['pending-quota']).toBe('pass');
    first.push(...(await ask(PENDING_QUOTA - 1, 1)));
    await expectRefused(journey, ACROSS, 'pending-quota', LIMITED);
    const fromAnotherRegion = {
      ...ACROSS,
      vpc_id: VPC.paymentsEu,
      vpc_region: 'eu-west-1',
    };
    expect((await dryRun(journey, fromAnotherRegion)).results['pending-quota']).toBe('pass');

    await accept(first);
    expect((await dryRun(journey)).results['pending-quota']).toBe('pass');
    await accept(await ask(PENDING_QUOTA, ACTIVE_QUOTA - PENDING_QUOTA - 1));
    expect((await dryRun(journey, TO_ANALYTICS_US)).results['accepter-active-quota']).toBe('pass');
    await accept(await ask(ACTIVE_QUOTA - 1, 1));
    await expectRefused(journey, TO_ANALYTICS_US, 'accepter-active-quota', LIMITED);

    const turned = {
      vpc_id: VPC.analyticsUs,
      peer_vpc_id: VPC.paymentsUs,
      peer_owner_id: PAYMENTS,
      justification: 'the other way',
    };
    await expectRefused(journey, turned, 'requester-active-quota', LIMITED, ANALYTICS);
  });
});
