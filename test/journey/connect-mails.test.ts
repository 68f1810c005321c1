import { AcceptVpcPeeringConnectionCommand, AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendDriftMails } from '../../functions/domain/mail/send-drift-mails.ts';
import { commitLatest } from '../../functions/domain/request/commit-latest.ts';
import type { Connectivity } from '../../functions/domain/request/connect.ts';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE, TRANSIT_GATEWAY, VPC } from '../../local/seed.ts';
import { linkIn } from '../pages/mail-link.ts';
import { ANNA, ARUN, PRIYA } from '../pages/scenes.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, type Journey, PAYMENTS, startJourney } from './journey.ts';

const [LEDGER_WRITERS, LAKE_INGEST] = ['sg-01111111111111e02', 'sg-02222222222222e03'];

const CONNECT = { routes: true, dns_resolution: true };

/** Tables on both sides take all that is asked for. */
const FREE = {
  ...ACROSS,
  vpc_id: VPC.paymentsLedger,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsLake,
  connect: CONNECT,
};

/** Analytics asks payments, in whose tables much is in the way. */
const IN_THE_WAY = {
  vpc_id: VPC.analyticsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.paymentsLegacy,
  peer_owner_id: PAYMENTS,
  peer_region: 'us-east-1',
  justification: 'Old reports.',
  contact_email: ANNA,
  connect: CONNECT,
};

let journey: Journey;
beforeEach(async () => {
  journey = await startJourney();
});
afterEach(() => journey.close());

const accept = async (id: string, approver: string, fields: Record<string, string>) => {
  const link = await journey.linkOf(approver, id);
  const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
  await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ form_token, decision: 'accept', comment: '', ...fields }),
  });
  await journey.pass(HOUR);
};

/** Lets a security group of payments take traffic from one of analytics. */
const allowFrom = (GroupId: string, from: string) =>
  journey.ec2As(PAYMENTS, 'eu-west-1').send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          UserIdGroupPairs: [{ GroupId: from, UserId: ANALYTICS }],
        },
      ],
    }),
  );

/** The newest mail to somebody about a request. */
const mailTo = async (person: string, id: string) => {
  const mail = (await journey.inbox.emails())
    .filter(({ destination, subject }) => destination.to.includes(person) && subject.includes(id))
    .at(-1);
  return { subject: mail?.subject ?? '', text: mail?.body.text ?? '', html: mail?.body.html ?? '' };
};

test('mails say what is asked for, that the VPCs are connected, and which routes are removed again', async () => {
  const { id } = await journey.submit(FREE);
  expect((await mailTo(ANNA, id)).text).toContain(
    'payments also asks for routes to 10.4.0.0/16, 100.64.4.0/22, and 2001:db8:4000::/56, and DNS resolution in your VPC. That takes: 6 routes in 2 route tables, DNS resolution on.',
  );
  await accept(id, ANNA, { connect: 'yes' });
  const connected = await mailTo(PRIYA, id);
  expect(connected.subject).toBe(`Connected: payments → analytics (${id})`);
  expect(connected.text).toContain('The VPCs are connected.');
  expect(connected.text).not.toContain('Before traffic can flow');
  // Whoever accepted has nothing left to do, and gets no mail.
  expect((await mailTo(ANNA, id)).subject).toMatch(/^Approve/);

  await allowFrom(LEDGER_WRITERS, LAKE_INGEST);
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(HOUR);
  const [requester, accepter] = [await mailTo(PRIYA, id), await mailTo(ARUN, id)];
  expect(requester.subject).toMatch(/^Deleted/);
  expect(requester.text).toContain('Peerway removed these routes');
  expect(requester.text).toContain(`${TABLE.ledgerApps}: 10.24.0.0/16`);
  expect(requester.text).not.toContain(TABLE.lakeApps);
  expect(accepter.text).toContain(`${TABLE.lakeApps}: 10.4.0.0/16`);
  // The rule is in payments, and nobody else's business.
  expect(requester.text).toContain(
    `Security group ${LEDGER_WRITERS} has a stale inbound rule for tcp 443: it references ${LAKE_INGEST}`,
  );
  expect(requester.text).toContain(
    `revoke-security-group-ingress --region eu-west-1 --group-id ${LEDGER_WRITERS}`,
  );
  expect(accepter.text).not.toContain('sg-');
  const pages = await Promise.all([
    linkIn(journey, PRIYA, id, 'status'),
    linkIn(journey, ANNA, id, 'decisions'),
  ]);
  const [own, others] = await Promise.all(pages.map(async (link) => (await fetch(link)).text()));
  expect(own).toContain('Stale security group rules');
  expect(own).toContain(`revoke-security-group-ingress --region eu-west-1 --group-id ${LEDGER_WRITERS}`);
  expect(others).not.toContain('sg-');
  const { events } = await journey.trail(id);
  expect(events.filter(({ type }) => type === 'stale-rules-found').map(({ reason }) => reason)).toEqual([
    `account ${PAYMENTS}`,
  ]);
});

test('an approver who left the box out gets the commands for their side, and the contact only its state', async () => {
  const { id } = await journey.submit(FREE);
  await accept(id, ANNA, {});
  const [requester, accepter] = [await mailTo(PRIYA, id), await mailTo(ANNA, id)];
  expect(accepter.subject).toBe(`Finish connecting: payments → analytics (${id})`);
  expect(accepter.text).toContain(
    `aws ec2 create-route --region eu-west-1 --route-table-id ${TABLE.lakeApps} --destination-cidr-block 10.4.0.0/16`,
  );
  expect(accepter.text).toContain('resource "aws_route"');
  expect(requester.subject).toBe(`Active: payments → analytics (${id})`);
  expect(requester.text).toContain('analytics: not connected.');
  expect(requester.text).not.toContain(TABLE.lakeApps);
});

test('an owner whose account Peerway can’t look at gets a command that confirms it', async () => {
  const entry = { name: 'analytics', approvers: [ANNA], onboarded: false };
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, entry);
  journey.ec2.changeRoles(ANALYTICS, {});
  const { id } = await journey.submit(FREE);
  const { vpc_peering_connection_id: VpcPeeringConnectionId } = await journey.request(id);
  const accepting = new AcceptVpcPeeringConnectionCommand({
    VpcPeeringConnectionId: VpcPeeringConnectionId ?? '',
  });
  await journey.ec2As(ANALYTICS, 'eu-west-1').send(accepting);
  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  const [requester, accepter] = [await mailTo(PRIYA, id), await mailTo(ANNA, id)];
  expect(accepter.text).toContain('Peerway can’t look at the route tables of this account');
  expect(accepter.text).toContain(
    `aws ec2 describe-route-tables --region eu-west-1 --filters Name=route.vpc-peering-connection-id,Values=${VpcPeeringConnectionId}`,
  );
  expect(requester.text).toContain(
    'analytics: connectivity unknown. Peerway can’t look there. Ask its owner',
  );
});

test('what is in the way is named with its remedy', async () => {
  const { id } = await journey.submit(IN_THE_WAY, ANALYTICS);
  await accept(id, PRIYA, { connect: 'yes' });
  const { subject, text } = await mailTo(PRIYA, id);
  expect(subject).toMatch(/^Finish connecting/);
  expect(text).toContain(`has a route to 10.20.0.0/16 that leads to ${TRANSIT_GATEWAY}.`);
  expect(text).toContain(`# ${TABLE.legacyConflict}, 10.20.0.0/16: conflict`);
  expect(text).toContain(
    `aws ec2 replace-route --region us-east-1 --route-table-id ${TABLE.legacyConflict} --destination-cidr-block 10.20.0.0/16`,
  );
});

test('a change is told once to both sides', async () => {
  const { id } = await journey.submit(FREE);
  await accept(id, ANNA, { connect: 'yes' });
  const wiring = await import('../../functions/wiring.ts');
  const drift = async (since: string) => {
    const request = await wiring.requests().get(id as RequestId);
    if (!request) throw new Error(`${id} is not on record`);
    const missing = {
      kind: 'route',
      side: 'accepter',
      route_table_id: TABLE.lakeApps,
      destination_cidr_block: '10.4.0.0/16',
      finding: 'missing',
    } as const;
    const connectivity: Connectivity = {
      state: 'partial',
      since,
      requester: { state: 'connected', problems: [] },
      accepter: { state: 'partial', problems: [missing] },
    };
    const changed = await commitLatest(wiring.requests(), request, () => ({
      set: { connectivity },
      entry: { type: 'connectivity-changed', actor: { kind: 'workflow', id: 'WatchConnectivity' } },
    }));
    return sendDriftMails(changed, 'WatchConnectivity', {
      requests: wiring.requests(),
      directory: wiring.directory(),
      links: wiring.links(),
      mailer: wiring.mailer(),
      connectSettings: wiring.connectSettings(),
      clock: wiring.clock,
      statusUrl: wiring.statusUrl,
    });
  };
  await drift('2026-12-01T10:00:00.000Z');
  const count = async () => (await journey.inbox.emails()).length;
  const told = await count();
  await drift('2026-12-01T10:00:00.000Z');
  expect(await count()).toBe(told);
  const [requester, accepter] = [await mailTo(PRIYA, id), await mailTo(ANNA, id)];
  expect(accepter.subject).toBe(`Restore connectivity: payments → analytics (${id})`);
  expect(accepter.text).toContain(`peerway connect ${id}`);
  expect(requester.subject).toBe(`Connectivity changed: payments → analytics (${id})`);
  expect(requester.text).toContain('/status/');
  expect(requester.text).not.toContain(TABLE.lakeApps);

  await drift('2026-12-02T10:00:00.000Z');
  expect(await count()).toBe(told + 3);
});
