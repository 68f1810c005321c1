/** Several ordered streams as one. It holds one value of each, and reads on only as values are taken. */
export async function* merge<T>(
  streams: readonly AsyncIterator<T>[],
  compare: (one: T, other: T) => number,
): AsyncGenerator<T> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  while (true) {
    const waiting = heads.filter(({ next }) => !next.done);
    const [first] = waiting.sort((one, other) => compare(one.next.value, other.next.value));
    if (!first) return;
    yield first.next.value;
    first.next = await first.stream.next();
  }
}
