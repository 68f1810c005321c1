import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { optionName } from './commands/fields.ts';
import { DeclinedError, RefusedError, UnreachableError, UsageError } from './errors.ts';
import { EXIT } from './exit-code.ts';
import { nextStep } from './next-step.ts';
import { oneLine, printableText } from './views/printable.ts';

/** Says on stderr what went wrong and what to do about it; returns the exit code. */
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
  // A fault of ours: where it is helps whoever mends it.
  print([`${red('error:')} ${printableText(error instanceof Error ? (error.stack ?? '') : String(error))}`]);
  return EXIT.refused;
};

/** What is wrong with which option, without what the message said already. */
const detailsOf = ({ message, details }: RefusedError): string[] =>
  details.flatMap((detail) => {
    const name = detail.path ? `${optionName(detail.path)}: ` : '';
    if (detail.message !== message) return `${name}${oneLine(detail.message)}`;
    return [];
  });

// Node.js 20 paints a list of styles even where nothing shows colors.
const red = (text: string): string => {
  const stream = process.stderr;
  return styleText('bold', styleText('red', text, { stream }), { stream });
};

const arrow = (text: string): string =>
  `${styleText('cyan', '→', { stream: process.stderr })} ${printableText(text)}`;

const print = (lines: readonly string[]): void => void process.stderr.write(`${lines.join('\n')}\n`);
