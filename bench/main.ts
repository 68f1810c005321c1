import { writeFileSync } from 'node:fs';
import { chosen, HELP, readOptions } from './options.ts';
import type { Row } from './row.ts';
import { runAlone } from './run-alone.ts';
import { tableOf } from './table.ts';

const main = async (): Promise<void> => {
  const { help, only = '', output, scale } = readOptions(process.argv.slice(2));
  if (help) return void process.stdout.write(HELP);
  const rows: Row[] = [];
  for (const bench of chosen(only)) {
    try {
      rows.push(...(await runAlone(bench, scale)));
    } catch (error) {
      // The others' figures are worth having all the same.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
  const shown = rows.filter(({ name }) => name.includes(only));
  process.stdout.write(`${tableOf(shown)}\n`);
  if (output) writeFileSync(output, `${JSON.stringify({ rows: shown }, null, 2)}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
