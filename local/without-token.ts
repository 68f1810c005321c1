import type { Door } from './deliver-in-process.ts';
import { textOf } from './wire.ts';

const TRANSACTION = 'DynamoDB_20120810.TransactWriteItems';
const TOKEN = /"ClientRequestToken":"[^"]*",|,"ClientRequestToken":"[^"]*"/;

/**
 * Leaves out the token by which DynamoDB knows a transaction that is sent again: for each transaction, dynoxide looks
 * at those of the last ten minutes, so that after 20,000 of them one takes three times as long or more. A transaction
 * is sent again where its answer was lost, and between this process and the engine none is.
 */
export const withoutToken =
  (door: Door): Door =>
  (request) =>
    request.headers['x-amz-target'] === TRANSACTION
      ? door({ ...request, body: textOf(request.body).replace(TOKEN, '') })
      : door(request);
