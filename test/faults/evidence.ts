import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import { connectionKey, pairKey } from '../../functions/adapters/table.ts';
import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import type {
  ConnectionId,
  PeeringRequest,
  RequestId,
} from '../../functions/domain/request/peering-request.ts';
import type { KnownConnection } from '../../local/ec2/server.ts';
import type { Stack } from '../../local/stack.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import type { FaultyStack } from './faulty-stack.ts';
import { mailsIn, type ReceivedMail } from './mailbox.ts';
import { routesOf, type ShownRoute } from './shown-routes.ts';

/** What is left of a request when all is over: in the table, in EC2, in Step Functions, in people's inboxes. */
export type Evidence = {
  at: Date;
  record: PeeringRequest;
  events: readonly AuditEvent[];
  /** Which request holds the pair of VPCs. */
  pairHeldBy: string | undefined;
  /** Which request the register says that its connection belongs to. */
  claimedBy: string | undefined;
  /** The connections that bear the request's tag, in whatever status, shown or hidden. */
  connections: readonly KnownConnection[];
  /** The one that the record names. */
  named: KnownConnection | undefined;
  /** The routes of both VPCs, of a request that was to be connected. */
  routes: readonly ShownRoute[];
  /** The running executions that follow the request. */
  running: readonly string[];
  mails: readonly ReceivedMail[];
  /** When SES was asked for mails that it sent only long after, when whoever asked had given up. */
  belatedMails: readonly Date[];
  /** How many attempts at calls were disturbed on its behalf. */
  faults: number;
};

export type Table = ReturnType<typeof openTable>;

const tables = new WeakMap<object, Table>();

/** Reads the table itself, past the functions and their faults. */
export const tableOf = (stack: FaultyStack): Table => {
  const current = stack.local;
  const table = tables.get(current) ?? openTable(current);
  tables.set(current, table);
  return table;
};

const openTable = ({ clock, endpoints }: Stack) => {
  const db = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  const requests = dynamodbRequests(db, TABLE_NAME, TRANSIENT_TABLE_NAME, clock.now);
  const pairItem = async (one: string, other: string): Promise<Record<string, unknown> | undefined> => {
    const Key = pairKey(one, other);
    const { Item } = await db.send(new GetCommand({ TableName: TABLE_NAME, Key, ConsistentRead: true }));
    return Item;
  };
  const pairHeldBy = async ({ requester, accepter }: PeeringRequest): Promise<string | undefined> =>
    (await pairItem(requester.vpc_id, accepter.vpc_id))?.['request_id'] as string | undefined;
  /** By the claim, which is there before the register has anything else of the connection. */
  const claimedBy = async (connection: ConnectionId): Promise<RequestId | undefined> => {
    const Key = connectionKey(connection);
    const { Item } = await db.send(new GetCommand({ TableName: TABLE_NAME, Key, ConsistentRead: true }));
    return Item?.['request_id'] as RequestId | undefined;
  };
  return { db, requests, claimedBy, pairItem, pairHeldBy };
};

/** Gathers the evidence of many requests at once. */
export const gatherEvidence = async (
  stack: FaultyStack,
  ids: readonly RequestId[],
  faultsOf: (id: RequestId) => number,
): Promise<Map<RequestId, Evidence>> => {
  const { requests, claimedBy, pairHeldBy } = tableOf(stack);
  const connections = stack.local.ec2.connections();
  const running = await stack.runningExecutions();
  const mails = await mailsIn(stack);
  const gathered = new Map<RequestId, Evidence>();
  for (const id of ids) {
    const record = await requests.get(id);
    if (!record) continue;
    gathered.set(id, {
      at: stack.local.clock.now(),
      record,
      events: await requests.events(id),
      pairHeldBy: await pairHeldBy(record),
      claimedBy: record.vpc_peering_connection_id && (await claimedBy(record.vpc_peering_connection_id)),
      connections: connections.filter(({ tags }) => tags[REQUEST_TAG] === id),
      named: connections.find((connection) => connection.id === record.vpc_peering_connection_id),
      routes: record.connect || record.consents ? routesOf(stack, record) : [],
      running: running.filter((name) => name.startsWith(id)),
      mails: mails.filter(({ subject }) => subject.includes(id)),
      belatedMails: stack.layer
        .disturbed()
        .filter(
          ({ call, fault }) => fault === 'very-slow' && call.service === 'ses' && call.body.includes(id),
        )
        .map(({ call }) => call.at),
      faults: faultsOf(id),
    });
  }
  return gathered;
};
