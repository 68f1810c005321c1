import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SeedAccount } from '../seed.ts';
import { seededState } from './seeded-state.ts';
import { emptyState, mainTable, type State } from './state.ts';

/** A file from before there were route tables gets the main ones. */
function savedState(file: string): State {
  const saved: Partial<State> = JSON.parse(readFileSync(file, 'utf8'));
  const routeTables = saved.routeTables ?? saved.vpcs?.map(mainTable) ?? [];
  return { ...emptyState(), ...saved, routeTables };
}

/** Reads the state that an earlier run saved in `file`, or creates a new one from the seed. */
export function openState(
  accounts: readonly SeedAccount[],
  file: string | undefined,
): { state: State; save(): void } {
  if (file === undefined) return { state: seededState(accounts), save() {} };
  mkdirSync(dirname(file), { recursive: true });
  const state = existsSync(file) ? savedState(file) : seededState(accounts);
  return {
    state,
    save() {
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
  };
}
