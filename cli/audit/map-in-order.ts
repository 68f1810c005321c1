import { Readable } from 'node:stream';

/** Well below the API's limit per second for all callers. */
const CONCURRENCY = 4;

/** The results of `work`, in the order of the items, with a few running at a time. */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  for await (const result of Readable.from(items).map(work, { concurrency: CONCURRENCY })) {
    yield result as Result;
  }
}
