import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { type Door, fetchDoor } from './deliver-in-process.ts';
import { Parameters } from './ec2/query-protocol.ts';
import { KEEP_CONNECTIONS } from './keep-connections.ts';

/** A message as a subscriber that takes it raw receives it. */
export type Published = { topic: string; attributes: Record<string, unknown>; message: unknown };

/** Why SNS doesn't take one entry of a batch. */
export type EntryFailure = { code: string; isSendersFault: boolean };

export type Topics = {
  url: string;
  /** Answers as the URL does, without a socket. */
  answer: Door;
  /** The latest messages, oldest first. */
  list(): readonly Published[];
  /** Calls a function with each message from now on. */
  onPublish(listener: (published: Published) => void): void;
  /** The topics of the calls that were refused. */
  refused(): readonly string[];
  /** Refuses the next calls for a topic with an error code, until told `undefined`, for tests. */
  refuse(topicArn: string, code: string | undefined): void;
  /** Takes batches for a topic without the entry with this ID, until told `undefined`, for tests. */
  failEntry(topicArn: string, id: string, failure: EntryFailure | undefined): void;
  close(): Promise<void>;
};

/** The number of messages that are kept. The oldest are dropped first. */
const MAX_MESSAGES = 2000;

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** SNS on this machine, with PublishBatch only: every topic exists, and has no subscription. It keeps what is published. */
export const startTopics = async (): Promise<Topics> => {
  const kept: Published[] = [];
  const listeners: ((published: Published) => void)[] = [];
  const refusals = new Map<string, string>();
  const failures = new Map<string, EntryFailure>();
  const refused: string[] = [];
  const publish = (published: Published): void => {
    kept.push(published);
    if (kept.length > MAX_MESSAGES) kept.shift();
    for (const listener of listeners) listener(published);
  };
  const app = new Hono();
  app.post('/', async (c) => {
    const call = new Parameters(new URLSearchParams(await c.req.text()));
    const xml = (status: 200 | 400 | 403, body: string) =>
      c.body(body, status, { 'content-type': 'text/xml' });
    const topic = call.text('TopicArn') ?? '';
    const code =
      call.text('Action') !== 'PublishBatch'
        ? 'InvalidAction'
        : isSignedFor(topic, c.req.header('authorization'))
          ? refusals.get(topic)
          : 'InvalidParameter';
    if (code) {
      refused.push(topic);
      return xml(403, refusal(code));
    }
    const entries = call.groups('PublishBatchRequestEntries.member').map((entry) => {
      const id = entry.text('Id') ?? '';
      const failure = failures.get(entryKey(topic, id));
      if (!failure)
        publish({ topic, attributes: attributesOf(entry), message: JSON.parse(entry.text('Message') ?? '') });
      return { id, failure };
    });
    return xml(200, batchAnswer(entries));
  });
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: KEEP_CONNECTIONS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: fetchDoor(app.fetch),
    list: () => kept,
    onPublish: (listener) => void listeners.push(listener),
    refused: () => refused,
    refuse: (topicArn, code) => void (code ? refusals.set(topicArn, code) : refusals.delete(topicArn)),
    failEntry: (topicArn, id, failure) => {
      const key = entryKey(topicArn, id);
      if (failure) failures.set(key, failure);
      else failures.delete(key);
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};

const entryKey = (topicArn: string, id: string): string => `${topicArn} ${id}`;

/** SNS knows only the topics of its own Region. */
const isSignedFor = (topicArn: string, authorization = ''): boolean =>
  topicArn.split(':')[3] === /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(authorization)?.[1];

const refusal = (code: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>Refused on this machine.</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;

/** The call succeeds whatever becomes of its entries. */
const batchAnswer = (entries: readonly { id: string; failure: EntryFailure | undefined }[]): string => {
  const members = entries.map(({ id, failure }) =>
    failure
      ? {
          list: 'Failed',
          member: `<Id>${id}</Id><Code>${failure.code}</Code><Message>Refused on this machine.</Message><SenderFault>${failure.isSendersFault}</SenderFault>`,
        }
      : { list: 'Successful', member: `<Id>${id}</Id><MessageId>${randomUUID()}</MessageId>` },
  );
  const listOf = (name: string) =>
    `<${name}>${members
      .filter(({ list }) => list === name)
      .map(({ member }) => `<member>${member}</member>`)
      .join('')}</${name}>`;
  return `<PublishBatchResponse xmlns="${NAMESPACE}"><PublishBatchResult>${listOf('Successful')}${listOf('Failed')}</PublishBatchResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishBatchResponse>`;
};

/** A list is JSON in a string. */
const attributesOf = (entry: Parameters): Record<string, unknown> =>
  Object.fromEntries(
    entry.groups('MessageAttributes.entry').map((attribute) => {
      const value = attribute.text('Value.StringValue') ?? '';
      const isList = attribute.text('Value.DataType') === 'String.Array';
      return [attribute.text('Name') ?? '', isList ? (JSON.parse(value) as unknown) : value];
    }),
  );
