import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AcceptVpcPeeringConnectionCommand, DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import type { liveConnectivity } from '../../functions/edge/contract/connectivity.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, HUB, type Journey, MINUTE, PARTNER, PAYMENTS, startJourney } from '../journey/journey.ts';

type Live = z.infer<typeof liveConnectivity>;

const run = promisify(execFile);
const works = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

/** Peerway has no role in the partner's account, and only advises in payments'. */
const TO_PARTNER = {
  ...ACROSS,
  peer_vpc_id: VPC.partnerUs,
  peer_owner_id: PARTNER,
  peer_region: 'us-east-1',
  connect: { routes: true },
};

let journey: Journey;
let id: string;
let connection: string;
let found: Live;
beforeAll(async () => {
  journey = await startJourney();
  const entry = {
    name: 'payments',
    approvers: ['priya@payments.example'],
    onboarded: true,
    connect: 'advise',
  };
  await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, entry);
  const request = await journey.submit(TO_PARTNER);
  id = request.id;
  connection = request.vpc_peering_connection_id ?? '';
  await journey
    .ec2As(PARTNER, 'us-east-1')
    .send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: connection }));
  // The sweep sees what was done outside.
  await journey.pass(60 * MINUTE);
  found = await look();
});
afterAll(() => journey.close());

const look = async (): Promise<Live> => {
  const { body } = await journey.call<Live>(HUB, 'GET', `/peering-requests/${id}/connectivity`);
  if (!body.success) throw new Error(body.error.message);
  return body.data;
};

const shell = (lines: string, account: string) =>
  run('sh', ['-ec', lines], {
    env: {
      ...process.env,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_SESSION_TOKEN: '',
      AWS_ENDPOINT_URL: journey.endpoints.ec2,
      AWS_PAGER: '',
    },
  });

/** The route tables of the VPC that lead to the connection. */
const tablesOf = async (account: string, vpc: string) => {
  const { RouteTables = [] } = await journey
    .ec2As(account, 'us-east-1')
    .send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }));
  return RouteTables.map(({ Routes = [] }) =>
    Routes.some(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId === connection),
  );
};

describe.skipIf(!works('aws', '--version'))('the AWS CLI (skipped where `aws` is not on PATH)', () => {
  test('connects a side with the printed lines, also where Peerway has no role', async () => {
    expect([found.requester.state, found.accepter.state]).toEqual(['not-connected', 'unknown']);
    await shell(found.requester.advice?.aws_cli ?? 'false', PAYMENTS);
    await shell(found.accepter.advice?.aws_cli ?? 'false', PARTNER);
    expect(new Set(await tablesOf(PARTNER, VPC.partnerUs))).toEqual(new Set([true]));
    await journey.pass(MINUTE);
    // What Peerway can't see, it doesn't claim.
    expect(await look()).toMatchObject({
      state: 'unknown',
      requester: { state: 'connected', advice: null },
      accepter: { state: 'unknown' },
    });
  });
});

const inFile = async <T>(name: string, text: string, act: (file: string, folder: string) => Promise<T>) => {
  const folder = mkdtempSync(join(tmpdir(), 'peerway-advice-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    return await act(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test.skipIf(!works('cfn-lint', '--version'))('the templates are clean under cfn-lint', async () => {
  for (const { advice } of [found.requester, found.accepter]) {
    await inFile('advice.yaml', advice?.cloudformation ?? '', async (file) =>
      expect((await run('cfn-lint', [file])).stdout).toBe(''),
    );
  }
});

test.skipIf(!works('terraform', 'version'))(
  'Terraform reads the resources, formatted as it formats them',
  async () => {
    for (const { advice } of [found.requester, found.accepter]) {
      await inFile('advice.tf', `${advice?.terraform}\n`, (file) =>
        run('terraform', ['fmt', '-check', '-diff', file]),
      );
    }
  },
);
