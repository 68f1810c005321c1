import { gunzipSync, gzipSync } from 'node:zlib';
import { EMPTY_DIRECTORY } from '../domain/directory/document.ts';
import type { DirectoryState } from '../domain/directory/ports.ts';
import { ValidationError } from '../domain/request/errors.ts';
import type { Item } from './request-item.ts';
import { directoryKey, type Key } from './table.ts';

/** An item has at most 400 KB. */
const LARGEST_CONTENT_BYTES = 380_000;

/**
 * The directory as an item. Its content is compressed JSON, because a directory of a thousand accounts is read with
 * one call, and written by one.
 *
 * @throws ValidationError if it is too large
 */
export const toDirectoryItem = ({ version, sequence, head, document }: DirectoryState): Item & Key => {
  const content = gzipSync(JSON.stringify(document));
  if (content.length > LARGEST_CONTENT_BYTES) {
    const [size, most] = [content.length, LARGEST_CONTENT_BYTES].map((bytes) => Math.ceil(bytes / 1000));
    const message = `The directory has ${size} KB when it is compressed. It can have at most ${most} KB.`;
    throw new ValidationError([{ path: '', message }]);
  }
  return { ...directoryKey, version, sequence, head, content };
};

export const fromDirectoryItem = ({ version, sequence, head, content }: Item): DirectoryState => ({
  version: version as number,
  sequence: sequence as number,
  head: head as string,
  document: { ...EMPTY_DIRECTORY, ...JSON.parse(gunzipSync(content as Uint8Array).toString()) },
});
