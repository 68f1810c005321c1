import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Item, toItem } from '../../functions/adapters/request-item.ts';
import { vpcKey } from '../../functions/adapters/table.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { agedRequest } from './aged-requests.ts';

/** The request's record and its list entries, as the adapter writes them, without its audit trail. */
const itemsOf = (request: PeeringRequest): Item[] => [
  toItem(request),
  ...[request.requester, request.accepter].map(({ vpc_id }) => ({
    ...vpcKey(vpc_id, request.created_at, request.id),
    request_id: request.id,
  })),
];

const PER_CHUNK = 500;

function* chunks(size: number): Generator<string> {
  for (let first = 0; first < size; first += PER_CHUNK) {
    const numbers = Array.from({ length: Math.min(PER_CHUNK, size - first) }, (_, n) => first + n);
    const items = numbers.flatMap((n) => itemsOf(agedRequest(n)));
    yield items
      .map((item) => `${JSON.stringify({ Item: marshall(item, { removeUndefinedValues: true }) })}\n`)
      .join('');
  }
}

/** Writes requests in the format of a DynamoDB export: a line of JSON for each item. */
export const writeExport = (file: string, size: number): Promise<void> =>
  pipeline(Readable.from(chunks(size)), createWriteStream(file));
