import { createInterface } from 'node:readline/promises';
import { DeclinedError, UsageError } from '../errors.ts';
import { printableText } from '../views/printable.ts';

/**
 * Asks for confirmation of what can't be undone, unless `--yes` was given.
 *
 * @throws UsageError without a terminal, DeclinedError when the answer isn't yes
 */
export const confirm = async (question: string, { yes }: { yes?: boolean }): Promise<void> => {
  if (yes) return;
  const clean = printableText(question);
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new UsageError(`${clean} Can't prompt without a terminal. Use --yes to confirm.`);
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D abort the prompt in the middle of its line.
  const answer = await prompt.question(`${clean} [y/N] `).catch(() => '\n');
  prompt.close();
  if (answer === '\n') process.stderr.write(answer);
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new DeclinedError('Nothing was changed.');
};
