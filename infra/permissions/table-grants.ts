import { INDEXES } from '../../functions/adapters/table.ts';
import type { Conditions, Grant } from './grant.ts';

/** What a partition key of the table begins with, for each kind of item. */
const PARTITIONS = {
  request: 'REQUEST#*',
  pair: 'PAIR#*',
  vpc: 'VPC#*',
  link: 'LINK#*',
  idempotency: 'IDEMPOTENCY#*',
  account: 'DIRECTORY',
  cursorSecret: 'SECRET#CURSOR',
  bookmark: 'BOOKMARKS',
} as const;

export type ItemKind = keyof typeof PARTITIONS;

/**
 * Narrows a statement to items of these kinds. IAM sees partition keys alone: it cannot tell a request's
 * record from its audit events, which share one.
 */
const onlyItems = (kinds: readonly ItemKind[]): Conditions => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => PARTITIONS[kind]) },
});

const items =
  (action: string) =>
  (...kinds: readonly ItemKind[]): Grant => ({
    actions: [action],
    on: ({ tableArn }) => [tableArn],
    when: () => onlyItems(kinds),
  });

export const getItems = items('dynamodb:GetItem');
export const getManyItems = items('dynamodb:BatchGetItem');
export const queryItems = items('dynamodb:Query');
export const putItems = items('dynamodb:PutItem');
export const updateItems = items('dynamodb:UpdateItem');

/** Of a request's items none is ever deleted, and no caller can ask for it here. */
export const deleteItems: (...kinds: readonly Exclude<ItemKind, 'request'>[]) => Grant =
  items('dynamodb:DeleteItem');

type IndexName = keyof typeof INDEXES;

/** A list is read from the narrowest index for its filters, which may be any. */
export const ALL_INDEXES = Object.keys(INDEXES) as IndexName[];

export const queryIndexes = (...names: readonly IndexName[]): Grant => ({
  actions: ['dynamodb:Query'],
  on: ({ tableArn }) => names.map((name) => `${tableArn}/index/${INDEXES[name].name}`),
});

/** Reads a request, and commits changes to it: the record, its event, and the pair that closes with it. */
export const changeRequests: readonly Grant[] = [
  getItems('request'),
  putItems('request'),
  updateItems('request'),
  deleteItems('pair'),
];
