import { Readable } from 'node:stream';

/** Well below what the API takes a second from all callers together. */
const AT_ONCE = 4;

/** What `work` makes of each item, in the items' order, a few in the making at once. */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  for await (const result of Readable.from(items).map(work, { concurrency: AT_ONCE })) {
    yield result as Result;
  }
}
