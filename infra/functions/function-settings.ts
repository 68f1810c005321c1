import { basename } from 'node:path';
import type { TokenVariable, Variable } from '../../functions/variables.ts';
import type { Configuration } from '../configuration/schema.ts';
import { API_SETTINGS } from './api-settings.ts';
import { PAGE_SETTINGS } from './page-settings.ts';
import { SCHEDULE_SETTINGS } from './schedule-settings.ts';
import type { FunctionSettings } from './settings.ts';
import { STREAM_SETTINGS } from './stream-settings.ts';
import { TASK_SETTINGS } from './task-settings.ts';

const TOKEN_VARIABLES: readonly TokenVariable[] = [
  'JWT_ACCOUNT_CLAIM',
  'JWT_GROUPS_CLAIM',
  'JWT_NETWORK_TEAM_GROUP',
];

const SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  ...API_SETTINGS,
  ...PAGE_SETTINGS,
  ...TASK_SETTINGS,
  ...SCHEDULE_SETTINGS,
  ...STREAM_SETTINGS,
};

/** @param entry the function's file, below functions/ and without its ending */
export const settingsOf = (entry: string): FunctionSettings => {
  const settings = SETTINGS[entry];
  if (settings) return settings;
  throw new Error(`functions/${entry}.ts has no settings: say in infra/functions/ what it may do and read.`);
};

/** Whoever asks who the network team is knows callers by what the configuration signs them in with. */
export const variablesOf = (
  { variables }: FunctionSettings,
  { kind }: Configuration['authorization'],
): readonly (Variable | TokenVariable)[] =>
  kind === 'jwt' && variables.includes('NETWORK_TEAM_ROLE_ARNS')
    ? [...variables, ...TOKEN_VARIABLES]
    : variables;

export const entriesWithSettings = (): string[] => Object.keys(SETTINGS);

/** `tasks/create-peering` is CreatePeering, in the state machine as in the stack. */
export const functionId = (entry: string): string =>
  basename(entry).replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
