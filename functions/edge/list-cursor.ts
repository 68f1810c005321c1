import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { ValidationError } from '../domain/request/errors.ts';
import type { Cursors } from '../domain/request/ports.ts';

/** A cursor is valid only for the list that it was created for, which this describes. */
export const hashContext = (list: object): string =>
  createHash('sha256')
    .update(canonicalize(list) ?? '')
    .digest('hex');

/**
 * The position in a cursor; `undefined` without a cursor.
 *
 * @throws ValidationError for the cursor of another list
 */
export const openCursor = async <Position extends object>(
  cursor: string | undefined,
  context: string,
  cursors: Cursors,
): Promise<Position | undefined> => {
  if (cursor === undefined) return undefined;
  const position = await cursors.open<Position>(cursor, context);
  if (!position) {
    throw new ValidationError([
      { path: 'cursor', message: 'Cursor belongs to a different list. Start again without a cursor.' },
    ]);
  }
  return position;
};
