import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sfnExecutions } from '../../functions/adapters/sfn-executions.ts';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';

/** Answers each call of Step Functions with nothing amiss, and keeps what it was asked. */
const asked: Record<string, unknown>[] = [];
let states: Server;
let sfn: SFNClient;

beforeAll(async () => {
  states = createServer(async (request, response) => {
    asked.push((await json(request)) as Record<string, unknown>);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ status: 'RUNNING', executions: [{ name: 'pr-1', executionArn: 'arn' }] }));
  });
  states.listen(0, '127.0.0.1');
  await once(states, 'listening');
  sfn = new SFNClient({
    endpoint: `http://127.0.0.1:${(states.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => void states.close());

const MACHINE = 'arn:aws:states:us-east-1:999999999999:stateMachine:PeerwayHub-PeeringRequest';
const ID = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8' as RequestId;

/**
 * An execution that an alias started has the state machine's name in its ARN, and no alias:
 * https://docs.aws.amazon.com/step-functions/latest/dg/execution-alias-version-associate.html
 */
test.each([
  ['the state machine', MACHINE],
  ['an alias of it', `${MACHINE}:live`],
  ['a version of it', `${MACHINE}:7`],
])('executions are started by %s, and found under the state machine', async (_, arn) => {
  asked.length = 0;
  const executions = sfnExecutions(sfn, arn);
  await executions.start(ID, ID);
  expect(await executions.isRunning(ID)).toBe(true);
  expect(await executions.running()).toEqual(new Set(['pr-1']));
  expect(asked).toEqual([
    { stateMachineArn: arn, name: ID, input: JSON.stringify({ request_id: ID }) },
    { executionArn: `${MACHINE.replace(':stateMachine:', ':execution:')}:${ID}` },
    { stateMachineArn: arn, statusFilter: 'RUNNING', maxResults: 1000 },
  ]);
});
