import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import type { liveConnectivity } from '../../functions/edge/contract/connectivity.ts';
import { VPC } from '../../local/seed.ts';
import { runPeerway } from '../cli/run-peerway.ts';
import { runPrinted } from '../journey/aws-cli.ts';
import { ACROSS, ANALYTICS, HUB, MINUTE, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';

type Live = z.infer<typeof liveConnectivity>;

const ANNA = 'anna@analytics.example';
const REGION = 'us-east-1';

const WITHIN = { ...ACROSS, vpc_id: VPC.paymentsUs, peer_vpc_id: VPC.analyticsUs, peer_region: REGION };

const NONE = { references_peer: false, referenced_by_peer: false, stale_rules: [] };

let journey: CheckedJourney;
let id: string;
let pcx: string;
let groups: { payments: string; analytics: string };
beforeAll(async () => {
  journey = await startCheckedJourney();
  ({ id } = await journey.submit(WITHIN));
});
afterAll(() => journey.close());

const look = async (account: string, request = id): Promise<Live> => {
  const { body } = await journey.call<Live>(account, 'GET', `/peering-requests/${request}/connectivity`);
  if (!body.success) throw new Error(body.error.message);
  return body.data;
};

const groupsOf = async (account: string, request = id) => {
  const { requester, accepter } = await look(account, request);
  return { requester: requester.security_groups, accepter: accepter.security_groups };
};

const newGroup = async (account: string, VpcId: string): Promise<string> => {
  const create = new CreateSecurityGroupCommand({ VpcId, GroupName: 'apps', Description: 'Apps.' });
  return (await journey.ec2As(account, REGION).send(create)).GroupId ?? '';
};

const rule = (GroupId: string, named: string, owner: string) => ({
  GroupId,
  IpPermissions: [
    {
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      UserIdGroupPairs: [{ GroupId: named, UserId: owner }],
    },
  ],
});

const accept = async (request: string) => {
  await journey.decide(await journey.linkOf(ANNA, request), 'accept');
  await journey.pass(5 * MINUTE);
  expect(await journey.request(request)).toMatchObject({ status: 'active' });
};

test('no security group can reference the other VPC’s before there is a connection', async () => {
  expect(await groupsOf(HUB)).toEqual({ requester: null, accepter: null });
});

test('each side sees which of its security groups and of the peer’s reference each other', async () => {
  await accept(id);
  pcx = (await journey.request(id)).vpc_peering_connection_id ?? '';
  groups = {
    payments: await newGroup(PAYMENTS, VPC.paymentsUs),
    analytics: await newGroup(ANALYTICS, VPC.analyticsUs),
  };
  expect(await groupsOf(PAYMENTS)).toEqual({ requester: NONE, accepter: null });
  await journey
    .ec2As(PAYMENTS, REGION)
    .send(new AuthorizeSecurityGroupIngressCommand(rule(groups.payments, groups.analytics, ANALYTICS)));
  await journey
    .ec2As(PAYMENTS, REGION)
    .send(new AuthorizeSecurityGroupEgressCommand(rule(groups.payments, groups.analytics, ANALYTICS)));
  expect(await groupsOf(PAYMENTS)).toEqual({
    requester: { ...NONE, references_peer: true },
    accepter: null,
  });
  expect(await groupsOf(HUB)).toEqual({
    requester: { ...NONE, references_peer: true },
    accepter: { ...NONE, referenced_by_peer: true },
  });
  const { stdout } = await runPeerway(['connectivity', id, '--table'], {
    endpoint: journey.endpoints.api,
    account: PAYMENTS,
  });
  expect(stdout).toContain(
    'Security groups: they reference the other VPC’s; the other VPC doesn’t reference them.',
  );
});

test('where Peerway has no role, and between Regions, there is nothing to report', async () => {
  const entry = { name: 'payments', approvers: ['priya@payments.example'] };
  await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, { ...entry, onboarded: false });
  expect((await groupsOf(PAYMENTS)).requester).toBeNull();
  await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, { ...entry, onboarded: true });
  const across = await journey.submit(ACROSS);
  await accept(across.id);
  expect(await groupsOf(HUB, across.id)).toEqual({ requester: null, accepter: null });
});

test('a deleted connection leaves stale rules, which are named with the commands that revoke them', async () => {
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(5 * MINUTE);
  expect(await journey.request(id)).toMatchObject({ status: 'deleted' });
  const stale = {
    group_id: groups.payments,
    ip_protocol: 'tcp',
    from_port: 5432,
    to_port: 5432,
    referenced_group_id: groups.analytics,
    referenced_account_id: ANALYTICS,
    vpc_peering_connection_id: pcx,
  };
  const { requester, accepter } = await groupsOf(HUB);
  expect([requester, accepter]).toMatchObject([
    {
      references_peer: false,
      stale_rules: [
        { ...stale, direction: 'ingress' },
        { ...stale, direction: 'egress' },
      ],
    },
    NONE,
  ]);
  expect((await groupsOf(ANALYTICS)).requester).toBeNull();
  const commands = requester?.stale_rules.flatMap((each) => each.commands) ?? [];
  const { stdout } = await runPeerway(['connectivity', id, '--table'], {
    endpoint: journey.endpoints.api,
    account: PAYMENTS,
  });
  for (const command of commands) expect(stdout.split('\n')).toContain(command);
  await runPrinted(commands, (region) => journey.ec2As(PAYMENTS, region));
  expect((await groupsOf(PAYMENTS)).requester).toEqual(NONE);
});

test('strangers learn nothing of it', async () => {
  const { status } = await journey.call(PARTNER, 'GET', `/peering-requests/${id}/connectivity`);
  expect(status).toBe(404);
});
