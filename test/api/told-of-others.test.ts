import { AcceptVpcPeeringConnectionCommand, CreateVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { SEED_ACCOUNTS, VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { linkIn } from '../pages/mail-link.ts';
import { type CheckedJourney, ownJourney } from './checked-journey.ts';
import { dryRun, submit } from './dry-run.ts';

const STRANGER = '444444444444';
const NO_VPC = 'vpc-0ffffffffffffffff';
const ANALYTICS_ENTRY = { name: 'analytics', approvers: ['anna@analytics.example'] };

/** What was asked of EC2 in an account, and what was asked of STS for it. */
const looksInto = ({ ec2 }: CheckedJourney, account: string) => ({
  calls: ec2.calls().filter(({ accountId }) => accountId === account),
  sessions: ec2.sessions().filter(({ accountId }) => accountId === account),
});

/** The checks of a dry run, without the ID that was asked for. */
const told = async (journey: CheckedJourney, body: { peer_vpc_id: string }, account = PAYMENTS) =>
  JSON.stringify((await dryRun(journey, body, account)).checks).replaceAll(body.peer_vpc_id, '…');

test.each([
  ['an account that is not in the directory', 'DELETE', undefined],
  ['an account in which the directory has no role', 'PUT', { ...ANALYTICS_ENTRY, onboarded: false }],
])('nobody looks into %s, though its role would answer', async (_, method, entry) => {
  const journey = await ownJourney();
  await journey.call(HUB, method, `/accounts/${ANALYTICS}`, entry);
  const there = await told(journey, ACROSS);
  expect(there).toBe(await told(journey, { ...ACROSS, peer_vpc_id: NO_VPC }));
  expect(there).toBe(await told(journey, { ...ACROSS, peer_vpc_id: VPC.analyticsIpv6Overlap }));
  await submit(journey, ACROSS);
  expect(looksInto(journey, ANALYTICS)).toEqual({ calls: [], sessions: [] });
});

test.each([
  ['an account without our role', STRANGER, VPC.paymentsUs],
  ['an account with our role', PAYMENTS, VPC.partnerUs],
  ['an account with our role, and a VPC that is none', PAYMENTS, 'vpc-0eeeeeeeeeeeeeeee'],
])('nobody looks for %s, which does not own the VPC that it asks for', async (_, account, vpc_id) => {
  const journey = await ownJourney();
  const body = { ...ACROSS, vpc_id, vpc_owner_id: account };
  const there = await told(journey, body, account);
  expect(there).toBe(await told(journey, { ...body, peer_vpc_id: NO_VPC }, account));
  expect((await submit(journey, body, account)).status).toBe(400);
  expect(looksInto(journey, ANALYTICS)).toEqual({ calls: [], sessions: [] });
});

test('how many connections an account has is not told, nor who approves for it', async () => {
  const journey = await ownJourney();
  const turned = {
    vpc_id: VPC.paymentsUs,
    peer_vpc_id: VPC.analyticsUs,
    peer_owner_id: ANALYTICS,
    justification: 'Files.',
  };
  const before = await told(journey, turned);
  const { VpcPeeringConnection: made } = await journey.ec2As(PARTNER, 'us-east-1').send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: VPC.partnerUs,
      PeerVpcId: VPC.analyticsUs,
      PeerOwnerId: ANALYTICS,
    }),
  );
  await journey.pass(HOUR);
  const VpcPeeringConnectionId = made?.VpcPeeringConnectionId ?? '';
  await journey
    .ec2As(ANALYTICS, 'us-east-1')
    .send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  await journey.pass(HOUR);
  expect(await told(journey, turned)).toBe(before);
  for (const { approvers, escalation_email } of SEED_ACCOUNTS) {
    for (const address of [...approvers, escalation_email ?? '@']) expect(before).not.toContain(address);
  }
});

test('who owns a VPC that an account shares is told to neither side', async () => {
  const journey = await ownJourney();
  journey.ec2.changeVpc(VPC.partnerEu, (vpc) => {
    vpc.sharedWith = [ANALYTICS];
  });
  const body = { ...ACROSS, peer_vpc_id: VPC.partnerEu };
  expect(await told(journey, body)).toContain('Only its owner can peer it.');
  expect(await told(journey, body)).not.toContain(`account ${PARTNER}`);
  expect(JSON.stringify((await submit(journey, body)).body)).not.toContain(`account ${PARTNER}`);
});

test('the accepter’s blocks are shown to the requester after the request is accepted, as EC2 does', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  const link = await linkIn(journey, ACROSS.contact_email, id, 'status');
  const decide = await journey.linkOf('anna@analytics.example', id);
  const page = async (url: string) => (await fetch(url)).text();
  const mails = async () =>
    (await journey.inbox.emails())
      .filter(({ destination }) => destination.to.includes(ACROSS.contact_email))
      .map(({ body }) => `${body.text} ${body.html}`)
      .join();
  expect(await page(decide)).toContain('10.21.0.0/16');
  for (const text of [await page(link), await mails()]) {
    expect(text).toContain('10.1.0.0/16');
    expect(text).toContain('shown after the request is accepted');
    expect(text).not.toContain('10.21.0.0');
  }
  await journey.decide(decide, 'accept');
  await journey.pass(HOUR);
  for (const text of [await page(link), await mails()]) expect(text).toContain('10.21.0.0/16');
});
