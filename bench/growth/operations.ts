import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbLists } from '../../functions/adapters/dynamodb-lists.ts';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { newRequest } from '../../functions/domain/request/change.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import { agedRequest } from './aged-requests.ts';
import type { AgedTable } from './aged-table.ts';

export const OPERATIONS = ['get', 'a page of 25', 'a round of the sweep', 'submit'] as const;
export type Operation = (typeof OPERATIONS)[number];

const NOW = new Date('2026-03-02T10:00:00.000Z');
const PAGE = 25;

/** Spreads consecutive reads over the whole table. */
const STRIDE = 7919;

/** The operations that are measured, each through the adapters. */
export const operationsOn = ({ client, size }: AgedTable): Record<Operation, () => Promise<unknown>> => {
  const db = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const requests = dynamodbRequests(db, TABLE_NAME, TRANSIENT_TABLE_NAME, () => NOW);
  const lists = dynamodbLists(db, TABLE_NAME);
  let reads = 0;
  let submitted = 0;
  return {
    get: async () => {
      reads++;
      const { id } = agedRequest((reads * STRIDE) % size);
      if (!(await requests.get(id))) throw new Error(`The table of ${size} requests doesn't contain ${id}.`);
    },
    'a page of 25': async () => {
      const { items } = await lists.page({ sort: 'newest' }, PAGE);
      if (items.length !== PAGE)
        throw new Error(`The table of ${size} requests returned a page of ${items.length}, not ${PAGE}.`);
    },
    'a round of the sweep': async () => {
      let bookmark: string | undefined;
      do {
        const page = await lists.watched('unfinished', bookmark);
        await requests.getMany(page.ids);
        ({ bookmark } = page);
      } while (bookmark);
    },
    submit: async () => {
      submitted++;
      const like = agedRequest(9_000_000 + submitted);
      const { request, event } = newRequest(
        like,
        { type: 'request-submitted', actor: { kind: 'caller', id: like.submitted_by } },
        NOW,
      );
      const { outcome } = await requests.create(request, event);
      if (outcome !== 'created') throw new Error(`${request.id} was not created: ${outcome}.`);
    },
  };
};
