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
  close(): Promise<void>;
};

/** The number of messages that are kept. The oldest are dropped first. */
const MAX_MESSAGES = 2000;

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** SNS on this machine, with Publish only: every topic exists, and has no subscription. It keeps what is published. */
export const startTopics = async (): Promise<Topics> => {
  const kept: Published[] = [];
  const listeners: ((published: Published) => void)[] = [];
  const refusals = new Map<string, string>();
  const refused: string[] = [];
  const app = new Hono();
  app.post('/', async (c) => {
    const call = new Parameters(new URLSearchParams(await c.req.text()));
    const xml = (status: 200 | 400 | 403, body: string) =>
      c.body(body, status, { 'content-type': 'text/xml' });
    const topic = call.text('TopicArn') ?? '';
    const code =
      call.text('Action') !== 'Publish'
        ? 'InvalidAction'
        : isSignedFor(topic, c.req.header('authorization'))
          ? refusals.get(topic)
          : 'InvalidParameter';
    if (code) {
      refused.push(topic);
      return xml(403, refusal(code));
    }
    const published = {
      topic,
      attributes: attributesOf(call),
      message: JSON.parse(call.text('Message') ?? ''),
    };
    kept.push(published);
    kept.splice(0, kept.length - MAX_MESSAGES);
    for (const listener of listeners) listener(published);
    return xml(
      200,
      `<PublishResponse xmlns="${NAMESPACE}"><PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult></PublishResponse>`,
    );
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
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};

/** SNS knows only the topics of its own Region. */
const isSignedFor = (topicArn: string, authorization = ''): boolean =>
  topicArn.split(':')[3] === /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(authorization)?.[1];

const refusal = (code: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>Refused on this machine.</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;

/** A list is JSON in a string. */
const attributesOf = (call: Parameters): Record<string, unknown> =>
  Object.fromEntries(
    call.groups('MessageAttributes.entry').map((entry) => {
      const value = entry.text('Value.StringValue') ?? '';
      const isList = entry.text('Value.DataType') === 'String.Array';
      return [entry.text('Name') ?? '', isList ? (JSON.parse(value) as unknown) : value];
    }),
  );
