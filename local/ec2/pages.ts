import { AwsError } from './errors.ts';
import type { Parameters } from './query-protocol.ts';

const LEAST = 5;
const MOST = 1000;
/** An ID, for a tag with its key. */
const TOKEN_CONTENT = /^[a-z]+-[0-9a-f]+( .+)?$/s;

/**
 * Returns a page in the order of IDs. The token contains the last ID of the page, so that resources that are created
 * or deleted between two pages neither repeat nor hide others.
 */
export function page<Item>(
  items: readonly Item[],
  parameters: Parameters,
  idOf: (item: Item) => string,
  most = MOST,
) {
  const after = tokenContent(parameters.text('NextToken'));
  const size = pageSize(parameters.text('MaxResults'), most);
  const left = items.filter((item) => idOf(item) > after).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const shown = left.slice(0, size);
  const last = left.length > size ? shown.at(-1) : undefined;
  return { shown, nextToken: last && Buffer.from(idOf(last)).toString('base64url') };
}

function tokenContent(token: string | undefined): string {
  if (!token) return '';
  const content = Buffer.from(token, 'base64url').toString();
  if (!TOKEN_CONTENT.test(content)) throw new AwsError('invalidNextToken');
  return content;
}

function pageSize(text: string | undefined, most: number): number {
  if (!text) return most;
  const size = Number(text);
  if (size >= LEAST && size <= most) return size;
  const bound = size > most ? `less than ${most}` : `greater than ${LEAST}`;
  throw new AwsError('invalidValue', {
    name: 'maxResults',
    value: text,
    reason: `Expecting a value ${bound}.`,
  });
}

/** @throws InvalidParameterCombination, because EC2 doesn't page through requested IDs */
export function idsWithoutPaging(parameters: Parameters, name: string): string[] {
  const ids = [...new Set(parameters.texts(name))];
  if (ids.length > 0 && parameters.has('MaxResults')) {
    throw new AwsError('notTogether', { one: name, other: 'maxResults' });
  }
  return ids;
}
