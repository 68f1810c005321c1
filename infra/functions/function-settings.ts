import { basename } from 'node:path';
import type { CallerVariable, Variable } from '../../functions/variables.ts';
import type { Configuration } from '../configuration/schema.ts';
import { addToArchive, publishAnnouncements, putEvents } from '../permissions/service-grants.ts';
import { changeRequests, getManyItems, queryItems } from '../permissions/table-grants.ts';
import { ROUTE_SETTINGS } from './route-settings.ts';
import { SCHEDULE_SETTINGS } from './schedule-settings.ts';
import { type FunctionSettings, TABLES } from './settings.ts';
import { TASK_SETTINGS } from './task-settings.ts';

const TOKEN_VARIABLES: readonly CallerVariable[] = [
  'JWT_ACCOUNT_CLAIM',
  'JWT_GROUPS_CLAIM',
  'JWT_GROUPS_CLAIM_HOLDS',
  'JWT_NETWORK_TEAM_GROUP',
];

const EMAIL_VARIABLES: readonly CallerVariable[] = ['JWT_EMAIL_CLAIM', 'JWT_EMAIL_IS_VERIFIED'];

const STREAM = { memoryMb: 256, timeoutSeconds: 60 } as const;

const STREAM_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'streams/publish-status-changes': {
    ...STREAM,
    grants: [getManyItems('request'), putEvents],
    variables: [...TABLES, 'EVENT_BUS_NAME'],
  },
  'streams/announce': {
    ...STREAM,
    grants: [getManyItems('request'), queryItems('account'), ...publishAnnouncements],
    variables: [...TABLES, 'ANNOUNCEMENTS_TOPIC_ARN'],
  },
  'streams/record-bounce': { ...STREAM, grants: changeRequests, variables: TABLES },
  'streams/archive-events': { ...STREAM, grants: addToArchive, variables: ['ARCHIVE_BUCKET'] },
};

const SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  ...ROUTE_SETTINGS,
  ...TASK_SETTINGS,
  ...SCHEDULE_SETTINGS,
  ...STREAM_SETTINGS,
};

/** @param entry the function's file, relative to functions/ and without its extension */
export const settingsOf = (entry: string): FunctionSettings => {
  const settings = SETTINGS[entry];
  if (settings) return settings;
  throw new Error(`functions/${entry}.ts has no settings. Add its grants and variables in infra/functions/.`);
};

/** A function that identifies callers also needs the variables that say how they are named, where they differ. */
export const variablesOf = (
  { variables }: FunctionSettings,
  authorization: Configuration['authorization'],
): readonly (Variable | CallerVariable)[] =>
  variables.includes('NETWORK_TEAM_ROLE_ARNS')
    ? [...variables, ...callerVariables(authorization)]
    : variables;

const callerVariables = (authorization: Configuration['authorization']): readonly CallerVariable[] => {
  if (authorization.kind === 'iam') return authorization.sessionNameTag ? ['SESSION_NAME_TAG'] : [];
  return authorization.emailClaim ? [...TOKEN_VARIABLES, ...EMAIL_VARIABLES] : TOKEN_VARIABLES;
};

export const entriesWithSettings = (): string[] => Object.keys(SETTINGS);

/** `tasks/create-peering` is CreatePeering, in the state machine as in the stack. */
export const functionId = (entry: string): string =>
  basename(entry).replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
