import * as z from 'zod/mini';
import { connectMode } from './connectivity.ts';
import { ANY_ERRORS, contract, NETWORK_TEAM_ONLY } from './contract.ts';
import { accountId, days, duration, life, prose, time, timeZone, topicArn } from './fields.ts';
import { personOrGroup, rules } from './rules.ts';

const byId = z.strictObject({ account_id: accountId });
const nothing = z.strictObject({});

const APPROVALS_MESSAGE = 'Required approvals must be a whole number from 1 to 5.';

const DECIDE_BY_MESSAGE = 'Ways to decide must be link, signed, or both.';

const REVIEW_UNANSWERED_MESSAGE = 'What becomes of connections that nobody reviews must be keep or remove.';

const entry = {
  name: prose('Name', 100),
  approvers: z
    .array(personOrGroup, 'Approvers must be a list of email addresses and groups.')
    .check(z.maxLength(20, 'There must be at most 20 approvers.')),
  onboarded: z.boolean('Onboarded must be true or false.'),
  auto_accept_from: z
    .array(accountId, 'Auto-accept accounts must be a list of account IDs.')
    .check(z.maxLength(100, 'There must be at most 100 auto-accept accounts.')),
  required_approvals: z
    .int(APPROVALS_MESSAGE)
    .check(z.gte(1, APPROVALS_MESSAGE), z.lte(5, APPROVALS_MESSAGE)),
  reminders: z
    .array(duration, 'Reminders must be a list of ISO 8601 durations, such as P3D.')
    .check(z.maxLength(10, 'There must be at most 10 reminders.')),
  escalation_email: z.nullable(personOrGroup),
  time_zone: z.nullable(timeZone),
  connect: connectMode,
  decide_by: z
    .array(z.enum(['link', 'signed'], DECIDE_BY_MESSAGE), DECIDE_BY_MESSAGE)
    .check(z.minLength(1, DECIDE_BY_MESSAGE), z.maxLength(2, DECIDE_BY_MESSAGE)),
  pick_up: z.boolean('Pick up must be true or false.'),
  pick_up_unknown: z.boolean('Pick up unknown must be true or false.'),
  repeat_rejection: z.nullable(days),
  longest_active_for: z.nullable(life),
  review_every: z.nullable(days),
  review_unanswered: z.enum(['keep', 'remove'], REVIEW_UNANSWERED_MESSAGE),
  announce_to: z.nullable(topicArn),
  rules,
};

/** What an entry can leave to the directory's defaults. */
const withDefault = {
  required_approvals: z.optional(entry.required_approvals),
  reminders: z.optional(entry.reminders),
  escalation_email: z.optional(entry.escalation_email),
  time_zone: z.optional(entry.time_zone),
  connect: z.optional(entry.connect),
  decide_by: z.optional(entry.decide_by),
  pick_up: z.optional(entry.pick_up),
  pick_up_unknown: z.optional(entry.pick_up_unknown),
  repeat_rejection: z.optional(entry.repeat_rejection),
  longest_active_for: z.optional(entry.longest_active_for),
  review_every: z.optional(entry.review_every),
  review_unanswered: z.optional(entry.review_unanswered),
};

export const entryDefaults = z.strictObject(withDefault, 'Defaults must be an object.');

export const entryInput = z.strictObject(
  {
    name: entry.name,
    approvers: entry.approvers,
    onboarded: entry.onboarded,
    auto_accept_from: z.optional(entry.auto_accept_from),
    ...withDefault,
    announce_to: z.optional(entry.announce_to),
    rules: z.optional(entry.rules),
  },
  'An account must be an object.',
);

export const account = z.strictObject({
  account_id: accountId,
  ...entry,
  created_at: time,
  updated_at: time,
  updated_by: z.string(),
});

export const listAccounts = contract({
  operationId: 'listAccounts',
  method: 'GET',
  path: '/accounts',
  summary: 'List the accounts in the directory',
  description: NETWORK_TEAM_ONLY,
  params: nothing,
  query: nothing,
  status: 200,
  data: z.strictObject({ items: z.array(account) }),
  errors: ANY_ERRORS,
});

export const getAccount = contract({
  operationId: 'getAccount',
  method: 'GET',
  path: '/accounts/{account_id}',
  summary: 'Get an account from the directory',
  description: NETWORK_TEAM_ONLY,
  params: byId,
  query: nothing,
  status: 200,
  data: account,
  errors: [...ANY_ERRORS, 'NOT_FOUND'],
});

export const putAccount = contract({
  operationId: 'putAccount',
  method: 'PUT',
  path: '/accounts/{account_id}',
  summary: 'Add an account to the directory, or replace it',
  description: `${NETWORK_TEAM_ONLY} Omitted fields are as the directory’s defaults say, or else: no automatic acceptance, one required approval, no escalation contact, UTC, decisions by link, only advice about routes and DNS resolution, nothing picked up, no longest life of a connection, no reviews, no topic and no rules of its own, and the reminders in Peerway’s configuration (by default P3D, P1D and PT4H before the deadline). \`updated_at\` is the one of the entry that you read, or null if there was none: if somebody changed it since, the call is refused with \`CONFLICT\`.`,
  params: byId,
  query: nothing,
  body: z.extend(entryInput, { updated_at: z.optional(z.nullable(time)) }),
  status: 200,
  data: account,
  errors: [...ANY_ERRORS, 'CONFLICT'],
});

export const deleteAccount = contract({
  operationId: 'deleteAccount',
  method: 'DELETE',
  path: '/accounts/{account_id}',
  summary: 'Remove an account from the directory',
  description: `${NETWORK_TEAM_ONLY} It returns the removed account. Nobody can decide on requests to this account any longer.`,
  params: byId,
  query: nothing,
  status: 200,
  data: account,
  errors: [...ANY_ERRORS, 'NOT_FOUND', 'CONFLICT'],
});
