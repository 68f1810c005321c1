import type { Command } from 'commander';
import { strong } from '../views/paint.ts';

/** Adds examples to a command's help. They must work as they are on the local stack, too. */
export const addExamples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText(
    'after',
    () => `\n${strong('Examples:')}\n${lines.map((line) => `  $ ${line}`).join('\n')}`,
  );

/** Sets the ID that the examples after it are about: the newest request's, of those that the options select. */
export const setId = (options = ''): string =>
  `ID=$(peerway list ${options}--limit 1 --json | jq -r '.items[0].id')`;
