import { afterAll, vi } from 'vitest';

// Test files share their workers. Each begins with modules of its own, so that no client, cache or setting of another
// file's stack is left in them, and ends with the environment that it found.
vi.resetModules();
const before = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
