import { writeFileSync } from 'node:fs';
import { HELP, readOptions, selectBenches } from './options.ts';
import type { Row } from './row.ts';
import { runInChild } from './run-in-child.ts';
import { formatRow, formatTable } from './table.ts';

const main = async (): Promise<void> => {
  const { help, only = '', output, scale } = readOptions(process.argv.slice(2));
  if (help) return void process.stdout.write(HELP);
  const rows: Row[] = [];
  const keep = (row: Row): void => {
    if (!row.name.includes(only)) return;
    rows.push(row);
    process.stderr.write(`${formatRow(row)}\n`);
    if (output) writeFileSync(output, `${JSON.stringify({ rows }, null, 2)}\n`);
  };
  let isInterrupted = false;
  process.on('SIGINT', () => {
    isInterrupted = true;
  });
  for (const bench of selectBenches(only)) {
    try {
      await runInChild(bench, scale, keep);
    } catch (error) {
      // The other benches still run.
      if (!isInterrupted) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = isInterrupted ? 130 : 1;
    }
    if (isInterrupted) break;
  }
  process.stdout.write(`${formatTable(rows)}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
