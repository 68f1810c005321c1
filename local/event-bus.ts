import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { type Door, fetchDoor } from './deliver-in-process.ts';
import { KEEP_CONNECTIONS } from './keep-connections.ts';

/** An event in the form that EventBridge's rules and targets receive. */
export type BusEvent = {
  id: string;
  source: string;
  'detail-type': string;
  time: string;
  detail: unknown;
};

export type EventBus = {
  url: string;
  /** Answers as the URL does, without a socket. */
  answer: Door;
  list(): readonly BusEvent[];
  close(): Promise<void>;
};

/** The number of events that are kept. The oldest are dropped first. */
const MAX_EVENTS = 10_000;

/** EventBridge on this machine, with PutEvents only. It keeps the events that it receives. */
export const startEventBus = async (): Promise<EventBus> => {
  const kept: BusEvent[] = [];
  const app = new Hono();
  app.post('/', async (c) => {
    if (c.req.header('x-amz-target') !== 'AWSEvents.PutEvents') {
      return c.json({ __type: 'UnknownOperationException' }, 400);
    }
    const { Entries = [] } = (await c.req.json()) as PutEventsCommandInput;
    const events = Entries.map((entry) => ({
      id: randomUUID(),
      source: entry.Source ?? '',
      'detail-type': entry.DetailType ?? '',
      time: new Date(Number(entry.Time ?? 0) * 1000).toISOString(),
      detail: JSON.parse(entry.Detail ?? '{}') as unknown,
    }));
    kept.push(...events);
    while (kept.length > MAX_EVENTS) kept.shift();
    return c.json({ FailedEntryCount: 0, Entries: events.map(({ id }) => ({ EventId: id })) });
  });
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: KEEP_CONNECTIONS });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: fetchDoor(app.fetch),
    list: () => kept,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
};
