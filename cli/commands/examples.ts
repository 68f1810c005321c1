import type { Command } from 'commander';
import { strong } from '../views/paint.ts';

/** Adds examples to a command's help. They must work as they are, on the local stack too. */
export const addExamples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText(
    'after',
    () => `\n${strong('Examples:')}\n${lines.map((line) => `  $ ${line}`).join('\n')}`,
  );

export const EXAMPLE_ID = 'pr-01K7Q8Z4T1V6M3N9R2X5B0C8DE';
