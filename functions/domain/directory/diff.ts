import { isDeepStrictEqual } from 'node:util';
import { CHAIN_START, sealEvent } from '../request/audit.ts';
import { toPerson } from '../request/person.ts';
import type { DirectoryDocument } from './document.ts';
import type { ChangeRecord, DirectoryChange } from './history.ts';
import { unsigned } from './normalize.ts';

/** The directory's head before its first change. */
export const HISTORY_START = CHAIN_START;

/** What differs between two normalized directories. Who wrote an entry is no difference. */
export const diff = (before: DirectoryDocument, after: DirectoryDocument): DirectoryChange[] => [
  ...diffWhole('defaults', before.defaults, after.defaults),
  ...diffEach('group', before.groups, after.groups),
  ...diffEach('account-group', before.account_groups, after.account_groups),
  ...diffEach('account', entriesOf(before), entriesOf(after)),
  ...diffEach('rule', byName(before.rules), byName(after.rules)),
  ...diffOrder(before, after),
  ...diffEach('away', awayOf(before), awayOf(after)),
  ...diffWhole('network-team', before.network_team, after.network_team),
  ...diffEach('test', byName(before.tests), byName(after.tests)),
];

type What = DirectoryChange['what'];

const diffWhole = (what: What, before: unknown, after: unknown): DirectoryChange[] =>
  isDeepStrictEqual(before, after) ? [] : [{ what, before, after }];

const diffEach = (
  what: What,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): DirectoryChange[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) =>
    isDeepStrictEqual(before[name], after[name])
      ? []
      : [
          {
            what,
            name,
            ...(Object.hasOwn(before, name) && { before: before[name] }),
            ...(Object.hasOwn(after, name) && { after: after[name] }),
          },
        ],
  );
};

const entriesOf = ({ accounts }: DirectoryDocument) =>
  Object.fromEntries(Object.entries(accounts).map(([id, entry]) => [id, unsigned(entry)]));

const byName = <Named extends { name: string }>(list: readonly Named[]): Record<string, Named> =>
  Object.fromEntries(list.map((each) => [each.name, each]));

const awayOf = ({ away }: DirectoryDocument) =>
  Object.fromEntries(Map.groupBy(away, ({ person }) => toPerson(person)));

const diffOrder = (before: DirectoryDocument, after: DirectoryDocument): DirectoryChange[] => {
  const [was, is] = [before, after].map(({ rules }) => rules.map(({ name }) => name)) as [string[], string[]];
  const expected = [...was.filter((name) => is.includes(name)), ...is.filter((name) => !was.includes(name))];
  return isDeepStrictEqual(expected, is) ? [] : [{ what: 'rule-order', before: was, after: is }];
};

/** What all records of one change have in common. */
export type ChangeOrigin = Pick<ChangeRecord, 'version' | 'at' | 'actor' | 'source_ip'>;

/** A record is read and archived as a whole, so it stays small. A transaction has at most 100 items. */
const CHANGES_PER_RECORD = 20;
const MOST_RECORDS = 99;

/** The records of a change, which continue the chain. */
export const toRecords = (
  changes: readonly DirectoryChange[],
  origin: ChangeOrigin,
  { sequence, head }: Pick<ChangeRecord, 'sequence'> & { head: string },
): ChangeRecord[] => {
  const size = Math.max(CHANGES_PER_RECORD, Math.ceil(changes.length / MOST_RECORDS));
  const records: ChangeRecord[] = [];
  for (let start = 0; start < changes.length; start += size) {
    records.push(
      sealEvent({
        sequence: sequence + records.length + 1,
        ...origin,
        changes: changes.slice(start, start + size),
        prev_hash: records.at(-1)?.hash ?? head,
      }),
    );
  }
  return records;
};
