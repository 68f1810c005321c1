import { INDEXES } from '../../functions/adapters/table.ts';
import type { Conditions, Grant } from './grant.ts';

/** The prefix of the partition key of each kind of item, by table. */
const REQUESTS = {
  request: 'REQUEST#*',
  pair: 'PAIR#*',
  vpc: 'VPC#*',
  connection: 'CONNECTION#*',
  account: 'DIRECTORY',
  directoryChange: 'DIRECTORY_CHANGES',
  review: 'REVIEW#*',
  /** Version 0.1 kept links here. */
  earlierLink: 'LINK#*',
} as const;
const TRANSIENT = {
  link: 'LINK#*',
  idempotency: 'IDEMPOTENCY#*',
  submissionBudget: 'SUBMISSIONS#*',
  mailBudget: 'MAILS#*',
  listMail: 'LISTS#*',
  missingAccount: 'MISSING_ACCOUNTS',
  absenceNote: 'ABSENCE_NOTES',
  cursorSecret: 'SECRET#CURSOR',
  bookmark: 'BOOKMARKS',
  accountLook: 'ACCOUNT_LOOKS',
} as const;
const PARTITIONS = { ...REQUESTS, ...TRANSIENT };

type RequestsKind = keyof typeof REQUESTS;
type TransientKind = keyof typeof TRANSIENT;
type ItemKind = keyof typeof PARTITIONS;

/**
 * Limits a statement to items of these kinds. IAM can match only partition keys, so it can't tell a request's
 * record from its audit events, which have the same one.
 */
const onlyItems = (kinds: readonly ItemKind[]): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => PARTITIONS[kind]) },
});

/** A statement is about one table: the type allows no kinds of both. */
type ItemsGrant = {
  (...kinds: readonly RequestsKind[]): Grant;
  (...kinds: readonly TransientKind[]): Grant;
};

const items =
  (action: string): ItemsGrant =>
  (...kinds: readonly ItemKind[]) => ({
    actions: [action],
    resources: ({ tableArn, transientTableArn }) =>
      kinds.some((kind) => kind in TRANSIENT) ? [transientTableArn] : [tableArn],
    conditions: () => onlyItems(kinds),
  });

export const getItems = items('dynamodb:GetItem');
export const getManyItems = items('dynamodb:BatchGetItem');
export const queryItems = items('dynamodb:Query');
export const putItems = items('dynamodb:PutItem');
export const updateItems = items('dynamodb:UpdateItem');

type IndexName = keyof typeof INDEXES;

/** For lists, whose filters decide which index is read. */
export const ALL_INDEXES = Object.keys(INDEXES) as IndexName[];

export const queryIndexes = (...names: readonly IndexName[]): Grant => ({
  actions: ['dynamodb:Query'],
  resources: ({ tableArn }) => names.map((name) => `${tableArn}/index/${INDEXES[name].name}`),
});

/**
 * Allows reading and changing a request: its record, its audit events, the lock on its pair of VPCs, and the register's
 * entry of its connection, which becomes the request's own.
 *
 * A change is one transaction, and AWS doesn't document what `dynamodb:LeadingKeys` is in one: the key of each item
 * alone, or the keys of all items together. So each statement allows every kind of item in the transaction, and
 * nothing is deleted in it: if the keys are together, a lock can't be deleted where a request can't.
 */
export const changeRequests: readonly Grant[] = [
  getItems('request'),
  putItems('request', 'pair', 'connection'),
  updateItems('request', 'pair', 'connection'),
];

/**
 * Allows recording a new request with its idempotency key. That is one transaction in both tables, so, for the same
 * reason, one statement allows every kind of item in it in either table.
 */
export const recordRequests: Grant = {
  actions: ['dynamodb:PutItem'],
  resources: ({ tableArn, transientTableArn }) => [tableArn, transientTableArn],
  conditions: () => onlyItems(['idempotency', 'pair', 'request', 'vpc']),
};

/** Allows recording a request whose connection was found in EC2. That is one transaction in the requests' table. */
export const recordFoundRequests: readonly Grant[] = [
  putItems('connection', 'pair', 'request', 'vpc'),
  updateItems('connection', 'pair', 'request', 'vpc'),
];
