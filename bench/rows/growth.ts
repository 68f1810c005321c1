import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measure } from '../bench.ts';
import { unitsOf } from '../consumed-units.ts';
import { type AgedTable, createAgedTable } from '../growth/aged-table.ts';
import { growthChart, type Line } from '../growth/chart.ts';
import { OPERATIONS, type Operation, operationsOn } from '../growth/operations.ts';
import { interleave } from '../interleave.ts';
import type { Row } from '../row.ts';

const SIZES = [1000, 10_000, 100_000];
const MILLION = 1_000_000;

/** A round of the sweep reads ten partitions. */
const TURNS: Readonly<Record<Operation, { warmUps: number; repetitions: number }>> = {
  get: { warmUps: 50, repetitions: 300 },
  'a page of 25': { warmUps: 20, repetitions: 100 },
  'a round of the sweep': { warmUps: 5, repetitions: 40 },
  submit: { warmUps: 20, repetitions: 100 },
};

const CHART = 'docs/images/growth.svg';

/**
 * Measures how the table's size affects operations of the adapters: time and DynamoDB's request units in the largest
 * table, with the smallest table as the floor. Each table has its own engine, and they are measured in turns. Their
 * newest 250 requests are open and the same in all tables; the others have ended.
 */
export const growth: Measure = async function* (progress, { million }) {
  const sizes = million ? [...SIZES, MILLION] : SIZES;
  const dir = mkdtempSync(join(tmpdir(), 'peerway-growth-'));
  // The tables take gigabytes, which must be deleted even if the bench is interrupted.
  const cleanUp = (): void => rmSync(dir, { recursive: true, force: true });
  process.once('exit', cleanUp);
  const tables: AgedTable[] = [];
  try {
    for (const size of sizes) {
      progress(`creating a table of ${size.toLocaleString('en-US')} requests`);
      tables.push(await createAgedTable(size, join(dir, String(size))));
    }
    const lines: Line[] = [];
    const all = tables.map(operationsOn);
    for (const operation of OPERATIONS) {
      progress(`${operation}, in each table in turns`);
      const units: number[] = [];
      for (const operations of all) units.push(await unitsOf(operations[operation]));
      const times = await interleave(
        all.map((operations) => ({ run: operations[operation] })),
        TURNS[operation],
      );
      lines.push({ operation, times, units });
      const largest = (sizes.at(-1) ?? 0).toLocaleString('en-US');
      yield row(`${operation}, time, at ${largest}`, times, 'ms');
      yield row(`${operation}, units, at ${largest}`, units, 'units');
    }
    writeFileSync(CHART, growthChart(sizes, lines));
  } finally {
    await Promise.all(tables.map((table) => table.close()));
    cleanUp();
  }
};

const row = (name: string, values: readonly number[], unit: string): Row => {
  const [floor = 0] = values;
  const value = values.at(-1) ?? 0;
  return { name: `growth: ${name}`, value, unit, floor, ratio: value / floor, aim: '≤ 1.1' };
};
