import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SeedAccount } from '../seed.ts';
import { seededState } from './seeded-state.ts';
import { emptyState, mainTable, type Session, type State, type Vpc } from './state.ts';

type SavedState = Omit<State, 'vpcs' | 'sessions'> & { vpcs: Vpc[]; sessions: Session[] };

/** A file from before there were route tables gets the main ones. */
function savedState(file: string): State {
  const { vpcs = [], sessions = [], ...saved }: Partial<SavedState> = JSON.parse(readFileSync(file, 'utf8'));
  return {
    ...emptyState(),
    ...saved,
    vpcs: new Map(vpcs.map((vpc) => [vpc.vpcId, vpc])),
    routeTables: saved.routeTables ?? vpcs.map(mainTable),
    sessions: new Map(sessions.map((session) => [session.accessKeyId, session])),
  };
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
      const saved: SavedState = {
        ...state,
        vpcs: [...state.vpcs.values()],
        sessions: [...state.sessions.values()],
      };
      writeFileSync(`${file}.new`, JSON.stringify(saved));
      renameSync(`${file}.new`, file);
    },
  };
}
