import { createInterface } from 'node:readline/promises';
import { DeclinedError, UsageError } from '../errors.ts';
import { printableText } from '../views/printable.ts';

/**
 * Asks a person before something that cannot be taken back; `--yes` has answered already.
 *
 * @throws UsageError when nobody is there to ask, DeclinedError when the answer is not yes
 */
export const confirm = async (question: string, { yes }: { yes?: boolean }): Promise<void> => {
  if (yes) return;
  const clean = printableText(question);
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new UsageError(`${clean} Then add --yes.`);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D abort the question, and leave the line unended.
  const answer = await asking.question(`${clean} [y/N] `).catch(() => '\n');
  asking.close();
  if (answer === '\n') process.stderr.write(answer);
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new DeclinedError('Nothing was changed.');
};
