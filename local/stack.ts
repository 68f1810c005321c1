import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '@smithy/types';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { DEFAULT_LIMITS, type Limits } from '../functions/domain/submission/spend-budget.ts';
import { apiGateway, NETWORK_TEAM_ROLE_ARN } from './api-gateway.ts';
import { startClock, type VirtualClock } from './clock.ts';
import { readClockFile, writeClockFile } from './clock-file.ts';
import { type Door, deliverInProcess, socketDoor } from './deliver-in-process.ts';
import { type DynamodbEngine, startDynamodb } from './dynamodb.ts';
import { DEFAULT_SETTINGS } from './ec2/call.ts';
import { type Ec2Emulator, type Ec2EmulatorOptions, startEc2 } from './ec2/server.ts';
import { type EventBus, startEventBus } from './event-bus.ts';
import { invokeFunction, taskEntry } from './functions.ts';
import { type Inbox, startInbox } from './inbox.ts';
import { KEEP_CONNECTIONS } from './keep-connections.ts';
import { localControl } from './local-control.ts';
import { runSchedules } from './schedules.ts';
import { EXTERNAL_ID, HUB_ACCOUNT_ID, HUB_REGION, REGIONS, SEED_ACCOUNTS, type SeedAccount } from './seed.ts';
import { type States, startStates } from './states/server.ts';
import { createTables, TABLE_NAME, TRANSIENT_TABLE_NAME } from './table.ts';
import { followTableStream } from './table-stream.ts';
import { tokenBuckets } from './token-buckets.ts';
import { startTopics, type Topics } from './topics.ts';
import { withoutToken } from './without-token.ts';

export type StackOptions = {
  /** The port of the API. Absent or 0 means any free port. */
  port?: number;
  /** Virtual seconds per real second. At 0, only `advance` moves time. */
  speed?: number;
  /** When the clock starts, unless the directory has the time at which it stopped. Now, if absent. */
  startAt?: Date;
  /** The directory for tables, connections and the time. If absent, nothing is saved. */
  dataDir?: string;
  engine?: DynamodbEngine;
  /** Those of the seed, if absent. */
  accounts?: readonly SeedAccount[];
  ec2?: Ec2EmulatorOptions['settings'];
  /** What one account can do. The default is a deployment's. */
  limits?: Partial<Limits>;
  /** How many seconds EC2's clock is ahead of ours, or behind if negative. */
  ec2AheadSeconds?: number;
  /** The variables of the API's stage. */
  stageVariables?: Record<string, string>;
  /** How many mails an hour are sent on behalf of one account. The default is more than anybody sends. */
  mailsPerHour?: number;
  /** Whether EC2 and Step Functions throttle calls as AWS does. The default is false. */
  throttles?: boolean;
  /** Whether the schedules run, as they do on AWS. The default is true. */
  schedules?: boolean;
};

export type Endpoints = Record<
  'api' | 'ec2' | 'sts' | 'dynamodb' | 'states' | 'ses' | 'inbox' | 'events' | 'sns',
  string
>;

/** Those with a client in the functions. */
export type Service = 'ec2' | 'sts' | 'dynamodb' | 'states' | 'ses' | 'events' | 'sns';

export type Stack = {
  endpoints: Endpoints;
  /** How the engines answer, for what hands calls on to them. */
  doors: Readonly<Record<Service, Door>>;
  clock: VirtualClock;
  ec2: Ec2Emulator;
  states: States;
  inbox: Inbox;
  topics: Topics;
  stateMachineArn: string;
  /** How many calls were throttled. */
  throttled(): number;
  close(): Promise<void>;
};

const STATE_MACHINE = 'peering-request';
/** The alias that starts executions, as in the hub's stack. */
export const LIVE = 'live';
/** The topic to which the hub's announcements go. */
export const ANNOUNCEMENTS_TOPIC_ARN = `arn:aws:sns:${HUB_REGION}:${HUB_ACCOUNT_ID}:peerway-announcements`;
/** Without `info`, the clients don't copy each call for their log. */
const CLIENT_LOG = { debug: () => undefined, warn: () => undefined } as unknown as Logger;
const HUB_CREDENTIALS = { accessKeyId: HUB_ACCOUNT_ID, secretAccessKey: 'local' };

/** The heap may double before it is collected. By itself, V8 lets it become four times what is in use, and isn't faster. */
setFlagsFromString('--heap-growing-percent=100');

/** Starts everything in this process, except the DynamoDB engine, which is a child process. */
export const startStack = async (options: StackOptions = {}): Promise<Stack> => {
  const started = new AsyncDisposableStack();
  try {
    return await startParts(options, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
};

const startParts = async (options: StackOptions, started: AsyncDisposableStack): Promise<Stack> => {
  const { dataDir, accounts = SEED_ACCOUNTS } = options;
  if (dataDir) mkdirSync(dataDir, { recursive: true });

  const clock = startClock({
    speed: options.speed ?? 1,
    ...(options.startAt && { startAt: options.startAt }),
    ...(dataDir && readClockFile(dataDir)),
  });
  started.defer(() => clock.close());
  if (dataDir) started.defer(writeClockFile(dataDir, clock));

  const start = async <Part extends { close(): Promise<void> }>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    started.defer(() => part.close());
    return part;
  };
  const buckets = tokenBuckets();
  const throttling = options.throttles ? { takeToken: buckets.take } : {};
  const [dynamodb, inbox, events, topics, ec2, states] = await waitForAll([
    start(startDynamodb({ ...(options.engine && { engine: options.engine }), ...(dataDir && { dataDir }) })),
    start(startInbox()),
    start(startEventBus()),
    start(startTopics()),
    start(
      startEc2({
        now: () => new Date(clock.now().getTime() + (options.ec2AheadSeconds ?? 0) * 1000),
        accounts,
        externalId: EXTERNAL_ID,
        trustedAccountId: HUB_ACCOUNT_ID,
        ...(options.ec2 && { settings: options.ec2 }),
        ...throttling,
        ...(dataDir && { stateFile: join(dataDir, 'ec2.json') }),
      }),
    ),
    start(
      startStates({
        clock,
        region: HUB_REGION,
        accountId: HUB_ACCOUNT_ID,
        ...throttling,
        stateMachines: [{ name: STATE_MACHINE, definition: await stateMachineDefinition(), alias: LIVE }],
        invoke: (functionArn, payload) =>
          invokeFunction(taskEntry(functionArn.split(':').at(-1) ?? ''), payload),
      }),
    ),
  ]);

  const tableClient = {
    endpoint: dynamodb.url,
    region: HUB_REGION,
    credentials: HUB_CREDENTIALS,
    logger: CLIENT_LOG,
  };
  await createTables(new DynamoDBClient(tableClient), accounts, clock.now());

  const app = apiGateway(
    (entry, event) => clock.work(() => invokeFunction(entry, event)),
    options.stageVariables,
  );
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: KEEP_CONNECTIONS });
  const endpoints: Endpoints = {
    api: await listen(server, options.port ?? 0),
    ec2: ec2.url,
    sts: ec2.url,
    dynamodb: dynamodb.url,
    states: states.url,
    ses: inbox.url,
    inbox: inbox.url,
    events: events.url,
    sns: topics.url,
  };
  started.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const doors = openDoors(endpoints, { ec2, states, inbox, events, topics }, started);
  app.route('/', localControl({ endpoints, clock, accounts, events: events.list, announced: topics.list }));

  const stateMachineArn = states.stateMachineArn(STATE_MACHINE);
  Object.assign(process.env, environment(endpoints, `${stateMachineArn}:${LIVE}`, options));
  started.defer(followTableStream(tableClient, clock));
  if (options.schedules ?? true) started.defer(runSchedules(clock));
  return {
    endpoints,
    doors,
    clock,
    ec2,
    states,
    inbox,
    topics,
    stateMachineArn,
    throttled: () => buckets.refused,
    close: () => started.disposeAsync(),
  };
};

/** Without HTTP between the functions and the engines, a busy stack has half of the work. */
const openDoors = (
  endpoints: Endpoints,
  {
    ec2,
    states,
    inbox,
    events,
    topics,
  }: Pick<Stack, 'ec2' | 'states' | 'inbox' | 'topics'> & {
    events: EventBus;
  },
  started: AsyncDisposableStack,
): Stack['doors'] => {
  const dynamodb = socketDoor(endpoints.dynamodb);
  started.defer(dynamodb.close);
  const aws: Door = async (request) => ec2.answer(request);
  const doors = {
    ec2: aws,
    sts: aws,
    dynamodb: dynamodb.door,
    states: states.answer,
    ses: inbox.answer,
    events: events.answer,
    sns: topics.answer,
  };
  const own = { ...doors, dynamodb: withoutToken(doors.dynamodb) };
  const byHost = Object.entries(own).map(([service, door]): [string, Door] => [
    new URL(endpoints[service as Service]).host,
    door,
  ]);
  started.defer(deliverInProcess(new Map(byHost)));
  return doors;
};

/** Waits for all parts even if one fails, so that the others can be closed. */
const waitForAll = async <T extends readonly Promise<unknown>[]>(parts: readonly [...T]) => {
  await Promise.allSettled(parts);
  return Promise.all(parts);
};

/** The variables that the CDK app sets for the functions, and the SDK's own, which lead to the local engines. */
const environment = (
  endpoints: Endpoints,
  stateMachineAliasArn: string,
  { ec2, limits, mailsPerHour = 1_000_000 }: StackOptions,
) => ({
  AWS_REGION: HUB_REGION,
  AWS_ACCESS_KEY_ID: HUB_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: HUB_CREDENTIALS.secretAccessKey,
  ...endpointVariables(endpoints),
  TABLE_NAME,
  TRANSIENT_TABLE_NAME,
  EVENT_BUS_NAME: 'peerway',
  ANNOUNCEMENTS_TOPIC_ARN,
  STATE_MACHINE_ARN: stateMachineAliasArn,
  SENDER_ADDRESS: 'Peerway <peerway@network.example>',
  SES_CONFIGURATION_SET: 'peerway',
  NETWORK_TEAM_ADDRESS: 'network-team@network.example',
  CONTACT_DOMAINS: 'network.example',
  MAIL_BUDGET: String(mailsPerHour),
  BASE_URL: endpoints.api,
  EXTERNAL_ID,
  PARTITION: 'aws',
  REGIONS: REGIONS.join(','),
  PENDING_QUOTA: String(ec2?.pendingQuota ?? DEFAULT_SETTINGS.pendingQuota),
  ACTIVE_QUOTA: String(ec2?.activeQuota ?? DEFAULT_SETTINGS.activeQuota),
  ROUTE_QUOTA: '500',
  CONNECT: 'routes,dns-resolution',
  MANAGED_TAG: 'peerway:routes=managed',
  OPEN_REQUESTS_LIMIT: String(limits?.open_requests ?? DEFAULT_LIMITS.open_requests),
  HOURLY_SUBMISSIONS_LIMIT: String(limits?.submissions_per_hour ?? DEFAULT_LIMITS.submissions_per_hour),
  UNVERIFIED_APPROVALS: '1',
  DELETE_FOUND: String(ec2?.deleteFound ?? DEFAULT_SETTINGS.deleteFound),
  PICK_UP_GRACE: '10',
  REVIEW_GRACE_DAYS: '3',
  SESSION_NAME_TAG: 'email',
  NETWORK_TEAM_ROLE_ARNS: NETWORK_TEAM_ROLE_ARN,
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_LOG_LEVEL: process.env['POWERTOOLS_LOG_LEVEL'] ?? 'CRITICAL',
});

export const endpointVariables = (services: Omit<Endpoints, 'api' | 'inbox'>) => ({
  AWS_ENDPOINT_URL_EC2: services.ec2,
  AWS_ENDPOINT_URL_STS: services.sts,
  AWS_ENDPOINT_URL_DYNAMODB: services.dynamodb,
  AWS_ENDPOINT_URL_SFN: services.states,
  AWS_ENDPOINT_URL_SESV2: services.ses,
  AWS_ENDPOINT_URL_EVENTBRIDGE: services.events,
  AWS_ENDPOINT_URL_SNS: services.sns,
});

/** Reads the ASL file and substitutes the functions' ARNs, such as `${CreatePeering}`, as the CDK does. */
const stateMachineDefinition = async (): Promise<StateMachineDefinition> => {
  const asl = await readFile(new URL('../statemachine/peering-request.asl.json', import.meta.url), 'utf8');
  return JSON.parse(
    asl.replaceAll(/\$\{(\w+)\}/g, `arn:aws:lambda:${HUB_REGION}:${HUB_ACCOUNT_ID}:function:$1`),
  );
};

const listen = async (server: ReturnType<typeof createAdaptorServer>, port: number): Promise<string> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} is already in use. Stop the program that uses it, or choose another port with --port.`,
      {
        cause: error,
      },
    );
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
