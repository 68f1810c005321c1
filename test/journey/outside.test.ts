import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  RejectVpcPeeringConnectionCommand,
} from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { runPeerway } from '../cli/run-peerway.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, type Journey, PARTNER, PAYMENTS, startJourney } from './journey.ts';

const begin = async (): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  return journey;
};

test.each([
  ['accepted', AcceptVpcPeeringConnectionCommand, ANALYTICS, 'eu-west-1', 'active', 'accept'],
  ['rejected', RejectVpcPeeringConnectionCommand, ANALYTICS, 'eu-west-1', 'rejected', 'reject'],
  ['deleted', DeleteVpcPeeringConnectionCommand, PAYMENTS, 'us-east-1', 'cancelled', 'cancel'],
] as const)(
  '%s in the console: the next look finds it and records it as done outside',
  async (_, Command, account, region, status, kind) => {
    const journey = await begin();
    const { id, vpc_peering_connection_id } = await journey.submit();
    await journey.pass(3 * DAY);
    await journey
      .ec2As(account, region)
      .send(new Command({ VpcPeeringConnectionId: vpc_peering_connection_id ?? '' }));
    await journey.pass(2 * DAY);
    expect(await journey.request(id)).toMatchObject({
      status,
      decision: { kind, by: { kind: 'outside', id: account } },
    });
    const { events, chain } = await journey.trail(id);
    expect(chain.valid).toBe(true);
    expect(events.some(({ reason }) => reason?.includes('done outside Peerway'))).toBe(true);
  },
);

test.each([
  ['the accepter', ANALYTICS, 'eu-west-1'],
  ['the requester', PAYMENTS, 'us-east-1'],
])(
  'an active connection that %s deletes in the console: trail, record and mail name their account',
  async (_, account, region) => {
    const journey = await begin();
    const { id, vpc_peering_connection_id: pcx = '' } = await journey.submit();
    await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
    await journey.pass(HOUR);
    await journey
      .ec2As(account, region)
      .send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: pcx ?? '' }));
    await journey.pass(HOUR);
    await invokeFunction('schedules/sweep', {});
    await journey.pass(HOUR);
    const by = { kind: 'outside', id: account };
    expect(await journey.request(id)).toMatchObject({ status: 'deleted', teardown: { by } });
    const { events } = await journey.trail(id);
    expect(events.find(({ to_status }) => to_status === 'deleted')?.actor).toEqual(by);
    const mail = (await journey.inbox.emails()).find(
      ({ subject }) => subject.startsWith('Deleted') && subject.includes(id),
    );
    expect(mail?.body.text?.replaceAll(/\s+/g, ' ')).toContain(
      `The connection ${pcx} was deleted by someone in account ${account} (outside Peerway).`,
    );
    const shown = await runPeerway(['show', id, '--output', 'table'], {
      endpoint: journey.endpoints.api,
      account: PAYMENTS,
    });
    expect(shown.stdout).toMatch(
      new RegExp(`Deletion +by someone in account ${account} \\(outside Peerway\\) at `),
    );
  },
);

test('an active connection that is gone without a trace: nobody is named', async () => {
  const journey = await begin();
  const { id, vpc_peering_connection_id: pcx = '' } = await journey.submit();
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.pass(HOUR);
  await journey
    .ec2As(ANALYTICS, 'eu-west-1')
    .send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: pcx ?? '' }));
  await journey.pass(3 * DAY);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status: 'deleted',
    teardown: { by: { kind: 'outside', id: 'unknown' } },
  });
  const mail = (await journey.inbox.emails()).find(
    ({ subject }) => subject.startsWith('Deleted') && subject.includes(id),
  );
  expect(mail?.body.text?.replaceAll(/\s+/g, ' ')).toContain(
    'was deleted by someone outside Peerway (Peerway doesn’t know in which account).',
  );
});

test('an accepter account without our role is told how to accept, and acceptance there is found', async () => {
  const journey = await begin();
  const { id, vpc_peering_connection_id: pcx } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.partnerEu,
    peer_owner_id: PARTNER,
  });
  const link = await journey.linkOf('pat@partner.example', id);
  const page = await (await fetch(link)).text();
  expect(page).not.toContain('<form');
  expect(page).toContain(
    `aws ec2 accept-vpc-peering-connection --region eu-west-1 --vpc-peering-connection-id ${pcx}`,
  );
  expect(page).toContain('aws_vpc_peering_connection_accepter');

  await journey
    .ec2As(PARTNER, 'eu-west-1')
    .send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: pcx ?? '' }));
  await journey.pass(5 * DAY);
  expect(await journey.request(id)).toMatchObject({
    status: 'active',
    decision: { by: { kind: 'outside' } },
  });
});

test.each([
  ['the same direction', PAYMENTS, 'us-east-1', VPC.paymentsUs, VPC.analyticsEu, ANALYTICS, 'eu-west-1'],
  ['the other direction', ANALYTICS, 'eu-west-1', VPC.analyticsEu, VPC.paymentsUs, PAYMENTS, 'us-east-1'],
])(
  'a connection that Peerway did not make, in %s, is a conflict',
  async (_, account, region, VpcId, PeerVpcId, PeerOwnerId, PeerRegion) => {
    const journey = await begin();
    const { id } = await journey.withoutStepFunctions(() => journey.submit());
    const { VpcPeeringConnection } = await journey
      .ec2As(account, region)
      .send(new CreateVpcPeeringConnectionCommand({ VpcId, PeerVpcId, PeerOwnerId, PeerRegion }));
    await journey.pass(HOUR);
    await invokeFunction('schedules/sweep', {});
    await journey.pass(HOUR);
    const pcx = VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
    const failed = await journey.request(id);
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'CONFLICT' } });
    expect(failed.failure?.message).toContain(`${pcx} already exists between these VPCs`);

    const refused = await journey.call(PAYMENTS, 'POST', '/peering-requests', ACROSS);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ error: { details: [{ vpc_peering_connection_id: pcx }] } });
  },
);
