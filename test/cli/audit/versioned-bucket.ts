import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The version of an object, the newest first among those of its key; without a body it is a delete marker. */
type Version = { key: string; id: string; body?: string };

/** So few that what is listed takes several pages. */
const PAGE = 3;

/** As much of S3 as the archive's writer and its reader ask for, of one bucket that keeps every version. */
export const startVersionedBucket = async () => {
  let versions: Version[] = [];
  let count = 0;
  let isShut = false;
  const add = (key: string, body?: string): void => {
    count += 1;
    versions.unshift({ key, id: `version-${count}`, ...(body !== undefined && { body }) });
  };
  const current = (key: string) => versions.find((version) => version.key === key)?.body;

  const list = (query: URLSearchParams): string => {
    const found = versions
      .filter(({ key }) => key.startsWith(query.get('prefix') ?? ''))
      .sort((one, other) => (one.key === other.key ? 0 : one.key < other.key ? -1 : 1));
    if (query.has('delimiter')) {
      const prefixes = new Set(found.map(({ key }) => `${key.split('/')[0]}/`));
      return [...prefixes]
        .map((each) => `<CommonPrefixes><Prefix>${each}</Prefix></CommonPrefixes>`)
        .join('');
    }
    const after = found.findIndex(({ id }) => id === query.get('version-id-marker'));
    const page = found.slice(after + 1, after + 1 + PAGE);
    const last = page.at(-1);
    const isTruncated = last !== found.at(-1);
    return [
      `<IsTruncated>${isTruncated}</IsTruncated>`,
      isTruncated
        ? `<NextKeyMarker>${last?.key}</NextKeyMarker><NextVersionIdMarker>${last?.id}</NextVersionIdMarker>`
        : '',
      ...page.map(({ key, id, body }) => {
        const element = body === undefined ? 'DeleteMarker' : 'Version';
        return `<${element}><Key>${key}</Key><VersionId>${id}</VersionId></${element}>`;
      }),
    ].join('');
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const [, bucket, ...path] = pathname.split('/');
    const key = decodeURIComponent(path.join('/'));
    const refuse = (status: number, code: string) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    if (bucket !== 'archive' || isShut) return refuse(403, 'AccessDenied');
    if (request.method === 'PUT') {
      const body = await text(request);
      const isTaken = request.headers['if-none-match'] === '*' && current(key) !== undefined;
      return isTaken ? refuse(412, 'PreconditionFailed') : response.end(add(key, body));
    }
    if (searchParams.has('versions')) {
      return response.end(`<ListVersionsResult>${list(searchParams)}</ListVersionsResult>`);
    }
    response.end(versions.find(({ id }) => id === searchParams.get('versionId'))?.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: (): string[] => [...new Set(versions.map(({ key }) => key))].sort(),
    current,
    /** Lets nobody in from now on. */
    shut: (): void => {
      isShut = true;
    },
    /** What anybody may do who may write: Object Lock keeps versions, and allows new ones. */
    overwrite: (key: string, body: string): void => add(key, body),
    markDeleted: (key: string): void => add(key),
    /** What Object Lock forbids: for a copy that never came. */
    lose: (key: string): void => {
      versions = versions.filter((version) => version.key !== key);
    },
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};

export type VersionedBucket = Awaited<ReturnType<typeof startVersionedBucket>>;
