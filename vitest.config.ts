import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A test file owns a whole local stack; two cores run two of them.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
