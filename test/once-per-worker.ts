/** Makes something once in each worker. `vi.resetModules` would forget what a variable of a module holds. */
export const oncePerWorker = <T>(name: string, make: () => T): T => {
  const kept = globalThis as { [key: symbol]: T | undefined };
  const key = Symbol.for(`peerway:${name}`);
  kept[key] ??= make();
  return kept[key];
};
