import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type * as z from 'zod/mini';
import { directory } from '../../functions/edge/contract/directory.ts';
import { issuesOf } from '../../functions/edge/contract/issues.ts';
import { InvalidFileError, RefusedError, UsageError } from '../errors.ts';

export type DirectoryFile = z.infer<typeof directory>;

export type ReadFile = {
  directory: DirectoryFile;
  /** The API's error with the lines of the file that it is about; any other error as it is. */
  explain(error: unknown): unknown;
};

/** YAML reads an account ID without quotes as a number, and one that begins with 0 as another number. */
const ACCOUNT_ID = /^\d{12}$/;

/**
 * Reads a directory from a file of YAML or JSON; `-` is the standard input.
 *
 * @throws UsageError if it can't be read, InvalidFileError with the line of each defect
 */
export const readDirectoryFile = async (file: string): Promise<ReadFile> => {
  const source = await readSource(file);
  const name = file === '-' ? 'stdin' : file;
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => `${name}:${lines.linePos(offset).line}`;
  fail(document.errors.map(({ pos, message }) => `${place(pos[0])}: ${message}`));

  const unquoted: string[] = [];
  yaml.visit(document, {
    Scalar: (_, { value, source: written = '', range }) => {
      if (typeof value !== 'number' || !ACCOUNT_ID.test(written)) return;
      unquoted.push(`${place(range?.[0] ?? 0)}: YAML reads ${written} as a number. Quote it: "${written}".`);
    },
  });
  fail(unquoted);

  /** The line of the last part of a path that the file has. */
  const lineOf = (path: readonly PropertyKey[]): string => {
    let offset = 0;
    let node: unknown = document.contents;
    for (const key of path) {
      const pair =
        yaml.isMap(node) &&
        node.items.find((each) => String((each.key as { value?: unknown })?.value) === String(key));
      if (pair) {
        offset = (pair.key as { range?: [number] }).range?.[0] ?? offset;
        node = pair.value;
      } else if (yaml.isSeq(node) && typeof key === 'number') {
        node = node.items[key];
        offset = (node as { range?: [number] } | undefined)?.range?.[0] ?? offset;
      } else break;
    }
    return place(offset);
  };

  const content: unknown = document.toJS() ?? {};
  const result = directory.safeParse(content);
  if (!result.success) {
    fail(
      issuesOf(result.error, content).map(
        ({ path, message }) => `${lineOf(path)}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`,
      ),
    );
  }
  return {
    directory: result.data as DirectoryFile,
    explain: (error) => {
      const details = error instanceof RefusedError ? error.details : [];
      const defects = details.filter(({ path }) => path.startsWith('directory.'));
      if (defects.length === 0) return error;
      return new InvalidFileError(
        defects
          .map(({ path, message }) => {
            const inFile = path.slice('directory.'.length);
            return `${lineOf(keysOf(content, inFile))}: ${inFile}: ${message}`;
          })
          .join('\n'),
      );
    },
  };
};

const fail = (defects: readonly string[]): void => {
  if (defects.length > 0) throw new InvalidFileError(defects.join('\n'));
};

const readSource = async (file: string): Promise<string> => {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
};

/** The keys of a path, whose names may have dots themselves. */
const keysOf = (content: unknown, path: string): PropertyKey[] => {
  if (path === '' || typeof content !== 'object' || content === null) return [];
  const key = Object.keys(content).find((each) => path === each || path.startsWith(`${each}.`));
  if (key === undefined) return [];
  const rest = keysOf((content as Record<string, unknown>)[key], path.slice(key.length + 1));
  return [Array.isArray(content) ? Number(key) : key, ...rest];
};
