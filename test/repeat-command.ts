import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

declare module 'vitest' {
  interface TaskMeta {
    /** What chose the cases of a search, as variables of the environment. */
    env?: Record<string, string>;
  }
}

const CHOOSING = ['DYNAMODB_ENGINE', 'FAULTS', 'FAULTS_SEED', 'HISTORIES_RUNS', 'HISTORIES_SEED'];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** `-t` takes a regular expression. */
const patternOf = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const commandOf = (test: TestCase): string => {
  const inherited = CHOOSING.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const env = { ...Object.fromEntries(inherited), ...test.meta().env };
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)} `);
  const file = relative(process.cwd(), test.module.moduleId);
  return `${variables.join('')}npx vitest run ${file} -t ${quoted(patternOf(test.fullName.replaceAll(' > ', ' ')))}`;
};

/** Ends a run that failed with a command for each test that did, which repeats it alone. */
export default class RepeatCommand implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed = modules.flatMap((module) => [...module.children.allTests('failed')]);
    if (failed.length === 0) return;
    process.stdout.write(
      `\nTo repeat what failed:\n${failed.map((test) => `  ${commandOf(test)}\n`).join('')}\n`,
    );
  }
}
