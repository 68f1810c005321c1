import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Every test file is a process that starts others, so they share a compile cache.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

/** These run first, so that no long one is left for a single worker at the end. */
const LONGEST = ['histories', 'faults', 'pages', 'api', 'demo', 'infra'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
      return found === -1 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A stack sets its process's environment and Date, so two cores run two processes with one file at a time.
    pool: 'forks',
    maxWorkers: 2,
    // Files share these processes: the SDK, the CDK and vitest are loaded twice, and not for each of 120 files.
    isolate: false,
    setupFiles: ['test/leave-no-trace.ts'],
    reporters: ['default', './test/repeat-command.ts'],
    sequence: { sequencer: LongestFirst },
    // Only what hangs takes so long, however busy the machine is.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
