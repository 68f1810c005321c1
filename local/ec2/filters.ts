import { AwsError } from './errors.ts';
import type { Parameters } from './query-protocol.ts';
import type { TagSet } from './tags.ts';

type Tagged = { readonly tagSet: TagSet };
type ValuesOf<Item> = (item: Item) => readonly (string | undefined)[];

/** Returns an item's values for each filter name. `tag:<key>` needs no entry. */
export type FilterTable<Item> = Readonly<Record<string, ValuesOf<Item>>>;

/** The most values that EC2 accepts in all filters of a call. */
const MOST_VALUES = 200;

export const tagKeys = ({ tagSet }: Tagged): string[] => tagSet.item.map(({ key }) => key);

/** A filter's value, in which `*` matches any characters, `?` matches one, and `\` escapes them. */
function wildcard(value: string): RegExp {
  const pattern = value.replace(/\\([*?\\])|[*?]|[\\^$.|+()[\]{}]/g, (match, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (match === '*') return '.*';
    return match === '?' ? '.' : `\\${match}`;
  });
  return new RegExp(`^${pattern}$`, 's');
}

/**
 * Keeps the items that match at least one value of every `Filter.N`.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 * @throws InvalidParameterValue for a filter that the action doesn't support, FilterLimitExceeded
 */
export function filtered<Item extends Tagged>(
  items: readonly Item[],
  parameters: Parameters,
  table: FilterTable<Item>,
): Item[] {
  const filters = parameters.groups('Filter').map((filter) => ({
    valuesOf: valuesOf(filter.required('Name'), table),
    patterns: filter.texts('Value').map(wildcard),
  }));
  if (filters.flatMap(({ patterns }) => patterns).length > MOST_VALUES) {
    throw new AwsError('tooManyFilterValues', { most: String(MOST_VALUES) });
  }
  return items.filter((item) =>
    filters.every(({ valuesOf, patterns }) =>
      valuesOf(item).some((value) => value !== undefined && patterns.some((pattern) => pattern.test(value))),
    ),
  );
}

function valuesOf<Item extends Tagged>(name: string, table: FilterTable<Item>): ValuesOf<Item> {
  if (name.startsWith('tag:')) {
    const wanted = name.slice('tag:'.length);
    return ({ tagSet }) => tagSet.item.filter(({ key }) => key === wanted).map(({ value }) => value);
  }
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (known === undefined) throw new AwsError('invalidFilter', { name });
  return known;
}
