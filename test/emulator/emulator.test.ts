import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { MANAGED_TAG, VPC } from '../../local/seed.ts';
import { ANALYTICS, emulatedEc2, PAIR, PAYMENTS, requester, SETTLE } from './emulated-ec2.ts';
import { mainTableOf, routeTable } from './route-table.ts';
import { sessionOf } from './sessions.ts';

describe('The emulator itself', () => {
  it('counts what reached EC2', async () => {
    await using world = await emulatedEc2();
    await world.active();
    const accepts = world.emulator.calls().filter(({ action }) => action === 'AcceptVpcPeeringConnection');
    expect(accepts).toMatchObject([{ accountId: ANALYTICS, region: 'us-east-1' }]);
  });

  it('knows every route table', async () => {
    await using world = await emulatedEc2({ settings: { routeLagSeconds: 60 } });
    const id = await world.active();
    const table = routeTable(world, requester, mainTableOf(VPC.paymentsUs));
    await table.add('10.20.0.0/16', id);
    expect(await table.routes()).toHaveLength(1);
    const known = world.emulator.routeTables();
    expect(known.find(({ vpcId }) => vpcId === VPC.paymentsUs)).toMatchObject({
      ownerId: PAYMENTS,
      region: 'us-east-1',
      routes: [{ target: 'local' }, { destination: '10.20.0.0/16', target: id, state: 'active' }],
      tags: { [MANAGED_TAG.key]: MANAGED_TAG.value },
    });
  });

  it('gives main tables to the VPCs of a state file from before there were any', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emulated-ec2-'));
    const stateFile = join(folder, 'ec2.json');
    try {
      const before = await emulatedEc2({ stateFile });
      await before.pending();
      await before[Symbol.asyncDispose]();
      const {
        routeTables: _,
        subnets: __,
        prefixLists: ___,
        ...old
      } = JSON.parse(await readFile(stateFile, 'utf8'));
      await writeFile(stateFile, JSON.stringify(old));

      await using after = await emulatedEc2({ stateFile });
      const table = routeTable(after, requester, mainTableOf(VPC.paymentsUs));
      expect(await table.routes()).toEqual(['10.1.0.0/16 → local active']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('goes on from its state file: connections, tags, sessions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emulated-ec2-'));
    const stateFile = join(folder, 'ec2.json');
    try {
      const before = await emulatedEc2({ stateFile });
      const session = await sessionOf(before, PAYMENTS, 'PeerwayRequester');
      const { VpcPeeringConnectionId: id } = await before.create(requester, PAIR, { request: 'pr-1' });
      await before[Symbol.asyncDispose]();
      expect(JSON.parse(await readFile(stateFile, 'utf8')).connections).toHaveLength(1);

      await using after = await emulatedEc2({ stateFile });
      after.pass(SETTLE);
      expect((await after.look(requester, id)).Tags).toEqual([{ Key: 'request', Value: 'pr-1' }]);
      const again = await after.create(requester, PAIR);
      expect(again.VpcPeeringConnectionId).toBe(id);
      const { Account } = await after.stsWith(session).send(new GetCallerIdentityCommand({}));
      expect(Account).toBe(PAYMENTS);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
