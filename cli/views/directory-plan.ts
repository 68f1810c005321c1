import { styleText } from 'node:util';
import type * as z from 'zod/mini';
import type { changedField, plannedChange, putDirectory } from '../../functions/edge/contract/directory.ts';
import { countOf } from './count-of.ts';
import { faint, good, strong } from './paint.ts';

export type DirectoryPlan = z.infer<(typeof putDirectory)['data']>;
type Change = z.infer<typeof plannedChange>;
type Field = z.infer<typeof changedField>;

export const MARKS = {
  added: styleText('green', '+'),
  changed: styleText('yellow', '~'),
  removed: styleText('red', '-'),
} as const satisfies Record<Change['change'], string>;

const NAMES = {
  defaults: 'defaults',
  group: 'group',
  'account-group': 'account group',
  account: 'account',
  rule: 'rule',
  'rule-order': 'order of rules',
  away: 'absences of',
  'network-team': 'network team',
  test: 'test',
} as const satisfies Record<Change['what'], string>;

/** What differs, field by field. */
export const planText = ({ changes }: DirectoryPlan): string => {
  if (changes.length === 0) return good('No changes. The directory is as the file says.');
  const count = (change: Change['change']): number => changes.filter((each) => each.change === change).length;
  return [
    ...changes.map(changeText),
    `${strong('Plan:')} ${count('added')} to add, ${count('changed')} to change, ${count('removed')} to remove.`,
  ].join('\n\n');
};

export const appliedText = ({ version, changes }: DirectoryPlan): string =>
  good(`Applied ${countOf(changes.length, 'change')}. The directory has version ${version}.`);

/** A line for the change, and one for each field. */
export const changeText = ({ what, name, change, fields }: Change): string => {
  const title = strong([NAMES[what], ...(name === null ? [] : [name])].join(' '));
  const shown = fields.filter(({ before, after }) => !isNothing(before) || !isNothing(after));
  return [`${MARKS[change]} ${title}`, ...shown.flatMap((field) => fieldLines(field, change))].join('\n');
};

const isNothing = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

const fieldLines = ({ field, before, after }: Field, change: Change['change']): string[] => {
  const label = `    ${field}:`;
  if (change === 'added') return [`${label} ${valueText(after)}`];
  if (change === 'removed') return [faint(`${label} ${valueText(before)}`)];
  const items = Array.isArray(before) && Array.isArray(after) ? changedItems(before, after) : [];
  if (items.length > 0) return [label, ...items];
  return [`${label} ${valueText(before)} → ${valueText(after)}`];
};

/** Only what a list has more or less. Nothing if its order alone differs. */
const changedItems = (before: readonly unknown[], after: readonly unknown[]): string[] => {
  const [was, is] = [before, after].map((list) => list.map(valueText)) as [string[], string[]];
  return [
    ...was.filter((item) => !is.includes(item)).map((item) => `      ${MARKS.removed} ${item}`),
    ...is.filter((item) => !was.includes(item)).map((item) => `      ${MARKS.added} ${item}`),
  ];
};

const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.join(', ') || 'none';
  return JSON.stringify(value);
};
