import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { optionName } from './commands/fields.ts';
import { DeclinedError, RefusedError, UnreachableError, UsageError } from './errors.ts';
import { EXIT } from './exit-code.ts';
import { nextStep } from './next-step.ts';
import { oneLine, printableText } from './views/printable.ts';

/** Prints the error and what to do about it to stderr; returns the exit code. */
export const reportError = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) {
    print(error.message.split('\n').map((line) => `${red('error:')} ${printableText(line)}`));
    return EXIT.usage;
  }
  if (error instanceof DeclinedError) {
    print([error.message]);
    return EXIT.refused;
  }
  if (error instanceof UnreachableError) {
    print([`${red('error:')} ${printableText(error.message)}`, arrow(error.remedy)]);
    return EXIT.unreachable;
  }
  if (error instanceof RefusedError) {
    const next = nextStep(error);
    print([
      `${red(`${error.code}:`)} ${printableText(error.message)}`,
      ...detailsOf(error).map((detail) => `  ${printableText(detail)}`),
      ...(next ? [arrow(next)] : []),
    ]);
    return EXIT.refused;
  }
  // A bug in Peerway: its stack shows where.
  print([`${red('error:')} ${printableText(error instanceof Error ? (error.stack ?? '') : String(error))}`]);
  return EXIT.refused;
};

/** A line for each detail that the message doesn't already contain. */
const detailsOf = ({ message, details }: RefusedError): string[] =>
  details.flatMap((detail) => {
    const name = detail.path ? `${optionName(detail.path)}: ` : '';
    if (detail.message !== message) return `${name}${oneLine(detail.message)}`;
    return [];
  });

// Node.js 20 applies a list of styles even if the stream has no colors.
const red = (text: string): string => {
  const stream = process.stderr;
  return styleText('bold', styleText('red', text, { stream }), { stream });
};

const arrow = (text: string): string =>
  `${styleText('cyan', '→', { stream: process.stderr })} ${printableText(text)}`;

const print = (lines: readonly string[]): void => void process.stderr.write(`${lines.join('\n')}\n`);
