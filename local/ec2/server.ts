import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { KEEP_CONNECTIONS } from '../keep-connections.ts';
import type { SeedAccount } from '../seed.ts';
import type { TakeToken } from '../token-buckets.ts';
import { connectionLost, textOf, type WireAnswer, type WireRequest } from '../wire.ts';
import { authorize, CONNECTING_ROLE_ACTIONS, type RoleActions } from './authorization.ts';
import { DEFAULT_SETTINGS, type Ec2Action, type Settings } from './call.ts';
import { type Caller, callerOf } from './caller.ts';
import { AwsError } from './errors.ts';
import { PEERING_ACTIONS } from './peering-connections.ts';
import { OPTIONS_ACTIONS } from './peering-options.ts';
import { type PeeringStatus, statusOf } from './peering-status.ts';
import { PREFIX_LIST_ACTIONS } from './prefix-lists.ts';
import { answerXml, Parameters, refusalXml, serviceOf, type XmlContent } from './query-protocol.ts';
import { currentRoutes, stateOf } from './route-table-lookup.ts';
import { ROUTE_TABLE_ACTIONS } from './route-tables.ts';
import { ROUTE_ACTIONS } from './routes.ts';
import { GROUP_REFERENCE_ACTIONS } from './security-group-references.ts';
import { SECURITY_GROUP_ACTIONS } from './security-groups.ts';
import {
  type PeeringConnection,
  type Route,
  type RouteTable,
  type Session,
  tablesOf,
  type Vpc,
} from './state.ts';
import { openState } from './state-file.ts';
import { STS_ACTIONS, type Trust } from './sts.ts';
import { SUBNET_ACTIONS } from './subnets.ts';
import { TABLE_ASSOCIATION_ACTIONS } from './table-associations.ts';
import { TAG_ACTIONS } from './tag-actions.ts';
import { type Tags, tagsOf } from './tags.ts';
import { throttle } from './throttle.ts';
import { VPC_SETTING_ACTIONS } from './vpc-settings.ts';
import { VPC_ACTIONS } from './vpcs.ts';

export type RecordedCall = { action: string; accountId: string; region: string; at: Date };

/** A connection as EC2 itself knows it, with the tags that its requester sees. */
export type KnownConnection = Readonly<PeeringConnection> & { status: PeeringStatus; tags: Tags };

/** A route table as EC2 itself knows it, with its current routes and its owner's tags. */
export type KnownTable = Readonly<Omit<RouteTable, 'routes'>> & {
  ownerId: string;
  region: string;
  routes: readonly (Readonly<Route> & { state: 'active' | 'blackhole' })[];
  tags: Tags;
};

/** `throttled` rejects a call; `answer lost` carries it out and then drops the TCP connection. */
export type Disturbance = 'throttled' | 'answer lost';

export type Ec2Emulator = {
  url: string;
  /** Answers as the URL does, without a socket. Throws what a client is told when its answer is lost. */
  answer(request: WireRequest): WireAnswer;
  close(): Promise<void>;
  /** The latest calls with a known caller, oldest first, including rejected calls. */
  calls(): readonly RecordedCall[];
  /** Every connection ever created, including those that no call shows any more. */
  connections(): readonly KnownConnection[];
  /** Every route table. */
  routeTables(): readonly KnownTable[];
  /** The sessions of assumed roles, for a day after they expire. */
  sessions(): readonly Readonly<Session>[];
  /** Disturbs the next call of an action, for tests. Several disturbances of one action are queued. */
  disturbNext(action: string, disturbance: Disturbance): void;
  /** Changes a VPC as no call of the emulator can, for tests: shares it, or sets its blocks' states. */
  changeVpc(vpcId: string, change: (vpc: Vpc) => void): void;
  /** Changes a route table as no call of the emulator can, for tests: propagates a route to it. */
  changeRouteTable(routeTableId: string, change: (table: RouteTable) => void): void;
  /** Replaces all of Peerway's roles in an account, for tests. */
  changeRoles(accountId: string, roles: RoleActions): void;
};

export type Ec2EmulatorOptions = Trust & {
  accounts: readonly SeedAccount[];
  /** Absent or 0 means any free port. */
  port?: number;
  /** Plays EC2's request throttling. Without it, no call is throttled. */
  takeToken?: TakeToken;
  /** The only source of time, for statuses, acceptance windows and sessions. */
  now: () => Date;
  settings?: Partial<Settings>;
  /** The file with the state. It is read at the start, and written after every call that may change the state. */
  stateFile?: string;
};

const EC2_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  ...PEERING_ACTIONS,
  ...OPTIONS_ACTIONS,
  ...VPC_ACTIONS,
  ...VPC_SETTING_ACTIONS,
  ...ROUTE_TABLE_ACTIONS,
  ...TABLE_ASSOCIATION_ACTIONS,
  ...SUBNET_ACTIONS,
  ...ROUTE_ACTIONS,
  ...PREFIX_LIST_ACTIONS,
  ...SECURITY_GROUP_ACTIONS,
  ...GROUP_REFERENCE_ACTIONS,
  ...TAG_ACTIONS,
};

const RECORDED_CALLS = 10_000;
const XML = { 'content-type': 'text/xml;charset=UTF-8' };
const READS_ONLY = /^(Describe|Get)/;

function actionNamed<Action>(actions: Readonly<Record<string, Action>>, name: string): Action {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) throw new AwsError('unknownAction', { action: name });
  return action;
}

/** Emulates EC2's VPC peering and STS on 127.0.0.1, with their Query protocol. */
export async function startEc2(options: Ec2EmulatorOptions): Promise<Ec2Emulator> {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const { state, save } = openState(options.accounts, options.stateFile);
  const calls: RecordedCall[] = [];
  const onboarded = options.accounts.filter((account) => account.onboarded);
  const roles = new Map(onboarded.map(({ account_id }) => [account_id, CONNECTING_ROLE_ACTIONS]));
  const rolesIn = (accountId: string): RoleActions => roles.get(accountId) ?? {};
  const disturbances: { action: string; disturbance: Disturbance }[] = [];

  function takeDisturbance(action: string): Disturbance | undefined {
    const index = disturbances.findIndex((waiting) => waiting.action === action);
    return index < 0 ? undefined : disturbances.splice(index, 1)[0]?.disturbance;
  }

  function perform(action: string, caller: Caller, parameters: Parameters, now: number): XmlContent {
    const call = { caller, parameters, state, settings, now };
    if (serviceOf(parameters) === 'sts') {
      return actionNamed(STS_ACTIONS, action)({ ...call, trust: options, rolesIn });
    }
    const act = actionNamed(EC2_ACTIONS, action);
    authorize(call, action, rolesIn(caller.accountId));
    if (parameters.flag('DryRun')) throw new AwsError('dryRun');
    return act(call);
  }

  function answer({ path, headers, body }: WireRequest, loseAnswer = () => {}): WireAnswer {
    const { searchParams } = new URL(path, 'http://localhost');
    const parameters = new Parameters(
      new URLSearchParams([...searchParams, ...new URLSearchParams(textOf(body))]),
    );
    const service = serviceOf(parameters);
    const requestId = randomUUID();
    const respond = (xml: string, status: number): WireAnswer => ({ status, headers: XML, body: xml });
    try {
      const action = parameters.required('Action');
      const at = options.now();
      const caller = callerOf(headers, parameters, { service, sessions: state.sessions, now: at.getTime() });
      calls.push({ action, accountId: caller.accountId, region: caller.region, at });
      // To splice one off copies all others.
      if (calls.length > RECORDED_CALLS) calls.shift();

      const disturbance = takeDisturbance(action);
      if (disturbance === 'throttled') throw new AwsError('throttled');
      if (options.takeToken && service === 'ec2') throttle(options.takeToken, action, caller, parameters);
      const content = perform(action, caller, parameters, at.getTime());
      if (!READS_ONLY.test(action)) save();
      if (disturbance === 'answer lost') loseAnswer();
      return respond(answerXml(service, action, content, requestId), 200);
    } catch (cause) {
      if (!(cause instanceof AwsError)) process.emitWarning(cause instanceof Error ? cause : String(cause));
      const error = cause instanceof AwsError ? cause : new AwsError('internal');
      return respond(refusalXml(service, error, requestId), error.httpStatus);
    }
  }

  const serveOne = async (request: Request, incoming: HttpBindings['incoming']): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const wire = { method: request.method, path: pathname + search, headers, body: await request.text() };
    const { status, headers: type, body } = answer(wire, () => incoming.socket.destroy());
    return new Response(body, { status, headers: type });
  };

  const server = serve({
    fetch: (request, bindings) => serveOne(request, (bindings as HttpBindings).incoming),
    hostname: '127.0.0.1',
    port: options.port ?? 0,
    serverOptions: KEEP_CONNECTIONS,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (request) => {
      let isLost = false;
      const answered = answer(request, () => {
        isLost = true;
      });
      if (isLost) throw connectionLost();
      return answered;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
    calls: () => [...calls],
    connections: () =>
      state.connections.map((connection) => ({
        ...connection,
        status: statusOf(connection, { now: options.now().getTime(), settings }).code,
        tags: tagsOf(state, connection.requester.accountId, connection.requester.region, connection.id),
      })),
    routeTables: () =>
      [...state.vpcs.values()].flatMap((vpc) =>
        tablesOf(state, vpc).map((table) => ({
          ...table,
          ownerId: vpc.ownerId,
          region: vpc.region,
          routes: currentRoutes({ table, vpc }).map((route) => ({
            ...route,
            state: stateOf(route, { state, settings, now: options.now().getTime() }),
          })),
          tags: tagsOf(state, vpc.ownerId, vpc.region, table.routeTableId),
        })),
      ),
    changeVpc: (vpcId, change) => {
      const vpc = state.vpcs.get(vpcId);
      if (vpc) change(vpc);
    },
    changeRouteTable: (id, change) =>
      state.routeTables.filter(({ routeTableId }) => routeTableId === id).forEach(change),
    changeRoles: (accountId, changed) => void roles.set(accountId, changed),
    sessions: () => [...state.sessions.values()],
    disturbNext: (action, disturbance) => void disturbances.push({ action, disturbance }),
  };
}
