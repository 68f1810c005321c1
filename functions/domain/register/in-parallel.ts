/** Runs a task for each item, a few at once. A task that fails keeps no other from running. */
export const inParallel = async <Item>(
  items: readonly Item[],
  atOnce: number,
  run: (item: Item) => Promise<void>,
): Promise<unknown[]> => {
  const waiting = items.values();
  const errors: unknown[] = [];
  const work = async () => {
    for (const item of waiting) await run(item).catch((error: unknown) => errors.push(error));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return errors;
};
