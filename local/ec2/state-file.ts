import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SeedAccount } from '../seed.ts';
import { seededState } from './seeded-state.ts';
import { emptyState, mainTable, type Session, type State } from './state.ts';

type SavedState = Omit<State, 'sessions'> & { sessions: Session[] };

/** A file from before there were route tables gets the main ones. */
function savedState(file: string): State {
  const { sessions = [], ...saved }: Partial<SavedState> = JSON.parse(readFileSync(file, 'utf8'));
  const routeTables = saved.routeTables ?? saved.vpcs?.map(mainTable) ?? [];
  const byKey = new Map(sessions.map((session) => [session.accessKeyId, session]));
  return { ...emptyState(), ...saved, routeTables, sessions: byKey };
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
      const saved: SavedState = { ...state, sessions: [...state.sessions.values()] };
      writeFileSync(`${file}.new`, JSON.stringify(saved));
      renameSync(`${file}.new`, file);
    },
  };
}
