import { AcceptVpcPeeringConnectionCommand, CreateVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { AwsCall } from './aws-call.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, ec2As, HUB, newPair, PAYMENTS } from './pair-of-vpcs.ts';

const ENTRY = 'schedules/update-register';
const MINUTE = 60;
const ANNA = 'anna@analytics.example';

let stack: FaultyStack;
beforeAll(async () => {
  stack = await startFaultyStack();
});
afterAll(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

/** A run that fails is followed by the next one. */
const run = () => invokeFunction(ENTRY, {}).catch(() => undefined);

const isOfRegister = ({ invocation, attempt }: AwsCall): boolean =>
  attempt === 1 && invocation?.entry === ENTRY;

/** A connection that somebody creates with EC2 alone, older than the grace. */
const createOutside = async (): Promise<string> => {
  const pair = await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS });
  const { VpcPeeringConnection } = await ec2As(stack, PAYMENTS, pair.vpc_region).send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: pair.vpc_id,
      PeerVpcId: pair.peer_vpc_id,
      PeerOwnerId: ANALYTICS,
      PeerRegion: pair.peer_region,
    }),
  );
  await wait(11 * MINUTE);
  return VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
};

type Listed = {
  id: string;
  status: string;
  peering_request_id: string | null;
  vpc_peering_connection_id: string;
};

const list = async (path: string): Promise<Listed[]> => {
  const response = await signedFetch(HUB, `${stack.local.endpoints.api}${path}`, {});
  const { data } = (await response.json()) as { data: { items: Listed[] } };
  return data.items;
};

/** The connection ends: it isn't in the way of the next one, nor on the first page of a list. */
const end = async (connection: string): Promise<void> => {
  await ec2As(stack, ANALYTICS, 'eu-west-1').send(
    new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: connection }),
  );
  await wait(MINUTE);
};

/** One request, whose approver was asked, and an entry that says so. */
const expectRight = async (connection: string, name: string, mostMails: number): Promise<void> => {
  const requests = (await list('/peering-requests?limit=100')).filter(
    ({ vpc_peering_connection_id }) => vpc_peering_connection_id === connection,
  );
  expect(
    requests.map(({ status }) => status),
    name,
  ).toEqual(['pending-acceptance']);
  const [id] = requests.map((request) => request.id);
  const entries = (await list('/connections?status=pending-acceptance&limit=100')).filter(
    (entry) => entry.id === connection,
  );
  expect(entries, name).toMatchObject([{ peering_request_id: id }]);
  const mails = (await mailsIn(stack)).filter(
    ({ to, subject }) => to === ANNA && subject.includes(`(${id})`),
  );
  expect(mails.length, name).toBeGreaterThanOrEqual(1);
  expect(mails.length, name).toBeLessThanOrEqual(mostMails);
};

test('killed before or after any of its calls, the next run finds what the register lacks, and makes one request of it', async () => {
  const calls: string[] = [];
  const first = await createOutside();
  stack.layer.setRule((call) => {
    if (isOfRegister(call)) calls.push(call.operation);
    return undefined;
  });
  await run();
  stack.layer.setRule(undefined);
  await wait(MINUTE);
  await expectRight(first, 'undisturbed', 1);
  await end(first);
  expect(calls).toContain('TransactWriteItems');

  for (const [index, operation] of calls.entries()) {
    for (const way of ['killed-before', 'killed-after'] as const) {
      const connection = await createOutside();
      let seen = 0;
      stack.layer.setRule((call) => (isOfRegister(call) && seen++ === index ? way : undefined));
      await run();
      stack.layer.setRule(undefined);
      await wait(5 * MINUTE);
      await run();
      // A request that no execution follows is the sweep's.
      await invokeFunction('schedules/sweep', {});
      await wait(MINUTE);
      await expectRight(connection, `${operation} (${index}) ${way}`, 1);
      await end(connection);
    }
  }
});

test('an entry that can’t be written keeps no other connection from becoming a request, and fails the run at its end', async () => {
  const [unlucky, other] = [await createOutside(), await createOutside()];
  stack.layer.setRule((call) =>
    call.invocation?.entry === ENTRY && call.operation === 'UpdateItem' && call.body.includes(unlucky)
      ? 'server-error'
      : undefined,
  );
  await expect(invokeFunction(ENTRY, {})).rejects.toThrow('1 entries could not be written');
  stack.layer.setRule(undefined);
  await wait(MINUTE);
  await expectRight(other, 'the other', 1);
  await run();
  await wait(MINUTE);
  await expectRight(unlucky, 'the unlucky one', 1);
});
