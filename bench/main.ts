import { writeFileSync } from 'node:fs';
import { HELP, readOptions, selectBenches } from './options.ts';
import type { Row } from './row.ts';
import { runInChild } from './run-in-child.ts';
import { formatTable } from './table.ts';

const main = async (): Promise<void> => {
  const { help, only = '', output, scale } = readOptions(process.argv.slice(2));
  if (help) return void process.stdout.write(HELP);
  const rows: Row[] = [];
  for (const bench of selectBenches(only)) {
    try {
      rows.push(...(await runInChild(bench, scale)));
    } catch (error) {
      // The other benches still run.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
  const shown = rows.filter(({ name }) => name.includes(only));
  process.stdout.write(`${formatTable(shown)}\n`);
  if (output) writeFileSync(output, `${JSON.stringify({ rows: shown }, null, 2)}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
