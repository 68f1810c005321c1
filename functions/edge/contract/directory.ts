import * as z from 'zod/mini';
import { entryDefaults, entryInput } from './accounts.ts';
import { ANY_ERRORS, contract, NETWORK_TEAM_ONLY } from './contract.ts';
import { accountId, cidrBlock, count, cursor, email, life, limit, prose, region, time } from './fields.ts';
import { groupName, personOrGroup, rules, vpcTags } from './rules.ts';

const nothing = z.strictObject({});

/** @param what messages call the list */
const listOf = <Item extends z.ZodMiniType>(what: string, item: Item, least: number, most: number) =>
  z
    .array(item, `${what} must be a list.`)
    .check(
      z.minLength(least, `${what} must have at least ${least}.`),
      z.maxLength(most, `${what} must have at most ${most}.`),
    );

const namedBy = <Key extends z.core.$ZodRecordKey, Value extends z.ZodMiniType>(
  what: string,
  key: Key,
  value: Value,
) => z.record(key, value, `${what} must be an object.`);

export const absence = z.strictObject(
  {
    person: email,
    from: time,
    until: time,
    instead: email,
    account_id: z.optional(accountId),
  },
  'An absence must be an object.',
);

const BLOCKS = listOf('CIDR blocks', cidrBlock, 1, 10);

export const ruleTestSide = z.strictObject(
  {
    account_id: accountId,
    region,
    cidr_blocks: z.optional(BLOCKS),
    tags: z.optional(vpcTags),
  },
  'A side must be an object with an account and a Region.',
);

export const ruleTestRequest = z.strictObject(
  {
    requester: ruleTestSide,
    peer: ruleTestSide,
    asks_for_routes: z.optional(z.boolean('Asks for routes must be true or false.')),
    active_for: z.optional(life),
  },
  'The request of a test must be an object.',
);

export const ruleTest = z.strictObject(
  {
    name: prose('Name', 100),
    request: ruleTestRequest,
    expect: z.enum(['accept', 'ask', 'refuse'], 'Expect must be accept, ask or refuse.'),
    rule: z.optional(z.string('Rule must be the name of a rule.')),
  },
  'A test must be an object.',
);

/** The directory as people write it, and as its file has it. */
export const directory = z.strictObject(
  {
    defaults: z.optional(entryDefaults),
    groups: z.optional(namedBy('Groups', groupName, listOf('Members', email, 1, 100))),
    account_groups: z.optional(
      namedBy('Groups of accounts', groupName, listOf('Members', accountId, 1, 2000)),
    ),
    accounts: z.optional(namedBy('Accounts', accountId, entryInput)),
    rules: z.optional(rules),
    away: z.optional(listOf('Absences', absence, 0, 1000)),
    network_team: z.optional(listOf('Network team', personOrGroup, 0, 20)),
    tests: z.optional(listOf('Tests', ruleTest, 0, 1000)),
  },
  'The directory must be an object.',
);

export const getDirectory = contract({
  operationId: 'getDirectory',
  method: 'GET',
  path: '/directory',
  summary: 'Get the whole directory',
  description: `${NETWORK_TEAM_ONLY} The directory is as it was written: groups are names, and entries don’t repeat the defaults.`,
  params: nothing,
  query: nothing,
  status: 200,
  data: z.strictObject({ version: count, directory }),
  errors: ANY_ERRORS,
});

export const changedField = z.strictObject({
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

const WHAT = [
  'defaults',
  'group',
  'account-group',
  'account',
  'rule',
  'rule-order',
  'away',
  'network-team',
  'test',
] as const;

export const plannedChange = z.strictObject({
  what: z.enum(WHAT),
  name: z.nullable(z.string()),
  change: z.enum(['added', 'changed', 'removed']),
  fields: z.array(changedField),
});

const VERSION_MESSAGE = 'Version must be a whole number: the one that the plan was made for.';

export const putDirectory = contract({
  operationId: 'putDirectory',
  method: 'PUT',
  path: '/directory',
  summary: 'Change the whole directory, or plan it',
  description: `${NETWORK_TEAM_ONLY} It changes what the directory names, and keeps everything else unless \`prune\` is true. All of it is changed, or nothing. \`dry_run\` returns the same changes and makes none. \`version\` is the version that the plan was made for: if somebody changed the directory since, the call is refused with \`CONFLICT\`, unless nothing is left to change.`,
  params: nothing,
  query: nothing,
  largestBody: 4 * 1024 * 1024,
  body: z.strictObject({
    directory,
    version: z.optional(z.int(VERSION_MESSAGE).check(z.gte(0, VERSION_MESSAGE))),
    prune: z.optional(z.boolean('Prune must be true or false.')),
    dry_run: z.optional(z.boolean('Dry run must be true or false.')),
  }),
  status: 200,
  data: z.strictObject({ version: count, dry_run: z.boolean(), changes: z.array(plannedChange) }),
  errors: [...ANY_ERRORS, 'CONFLICT'],
});

export const recordedChange = z.strictObject({
  what: z.enum(WHAT),
  name: z.optional(z.string()),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});

export const directoryActor = z.strictObject({ kind: z.string(), id: z.string() });

export const directoryEvent = z.strictObject({
  sequence: count,
  version: count,
  at: time,
  actor: directoryActor,
  source_ip: z.optional(z.string()),
  changes: z.array(recordedChange),
  prev_hash: z.string(),
  hash: z.string(),
});

const page = z.strictObject({ limit: z.optional(limit), cursor: z.optional(cursor) });

const history = z.strictObject({
  head: z.string(),
  events: z.array(directoryEvent),
  next_cursor: z.nullable(z.string()),
});

const HISTORY =
  'The oldest change comes first. Durations are in seconds, as they are stored. Each event’s hash covers the event before it; `head` is the hash of the last one.';

export const listDirectoryEvents = contract({
  operationId: 'listDirectoryEvents',
  method: 'GET',
  path: '/directory/events',
  summary: 'List the changes of the directory',
  description: `${NETWORK_TEAM_ONLY} ${HISTORY}`,
  params: nothing,
  query: page,
  status: 200,
  data: history,
  errors: ANY_ERRORS,
});

export const listAccountEvents = contract({
  operationId: 'listAccountEvents',
  method: 'GET',
  path: '/accounts/{account_id}/events',
  summary: 'List the changes of an account’s entry',
  description: `${NETWORK_TEAM_ONLY} ${HISTORY} Events have only the changes of this account, and pages may be short or empty: follow \`next_cursor\` until it is null.`,
  params: z.strictObject({ account_id: accountId }),
  query: page,
  status: 200,
  data: history,
  errors: [...ANY_ERRORS, 'NOT_FOUND'],
});
