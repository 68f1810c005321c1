import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { requestId } from '../../functions/edge/contract/fields.ts';
import type { TrailEvent } from '../client/api-types.ts';
import { throughProxy } from '../client/proxy.ts';
import { UnreachableError } from '../errors.ts';
import type { Session } from '../session.ts';

/** One version of an object in the archive. */
export type Copy = { key: string } & (
  | { event: TrailEvent }
  /** Its content isn't an event. */
  | { unreadable: true }
  /** A delete marker, which hides the object from listings. Object Lock keeps the versions below it. */
  | { hidden: true }
);

/** The copies of audit events in S3; docs/operate.md describes where they are. */
export type Archive = {
  bucket: string;
  /** The requests that have copies. */
  requestIds(): Promise<string[]>;
  /** Every version of every copy: any of them could be the one that was tampered with. */
  copiesOf(requestId: string): Promise<Copy[]>;
};

/** Reads the archive with the caller's own credentials. Every method throws UnreachableError. */
export const openArchive = (bucket: string, { credentials, region }: Session['aws']): Archive => {
  const s3 = new S3Client({ region, credentials, followRegionRedirects: true, ...throughProxy() });

  const versions = async function* (about: { Prefix: string } | { Delimiter: string }) {
    let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (next) {
      const page: ListObjectVersionsCommandOutput = await readOrExplain(
        bucket,
        s3.send(new ListObjectVersionsCommand({ Bucket: bucket, ...about, ...next })),
      );
      yield page;
      next = page.IsTruncated
        ? {
            ...(page.NextKeyMarker && { KeyMarker: page.NextKeyMarker }),
            ...(page.NextVersionIdMarker && { VersionIdMarker: page.NextVersionIdMarker }),
          }
        : undefined;
    }
  };

  const read = async (Key: string, VersionId: string | undefined): Promise<Copy> => {
    const { Body } = await readOrExplain(
      bucket,
      s3.send(new GetObjectCommand({ Bucket: bucket, Key, ...(VersionId && { VersionId }) })),
    );
    const event = eventOf(await readOrExplain(bucket, Body?.transformToString() ?? Promise.resolve('')));
    return event ? { key: Key, event } : { key: Key, unreadable: true };
  };

  return {
    bucket,
    requestIds: async () => {
      const ids: string[] = [];
      for await (const { CommonPrefixes = [] } of versions({ Delimiter: '/' })) {
        ids.push(...CommonPrefixes.map(({ Prefix = '' }) => Prefix.replace(/\/$/, '')));
      }
      return ids.filter((id) => requestId.safeParse(id).success);
    },
    copiesOf: async (requestId) => {
      const copies: Copy[] = [];
      for await (const { Versions = [], DeleteMarkers = [] } of versions({ Prefix: `${requestId}/` })) {
        copies.push(...DeleteMarkers.map(({ Key: key = '' }): Copy => ({ key, hidden: true })));
        copies.push(...(await Promise.all(Versions.map(({ Key = '', VersionId }) => read(Key, VersionId)))));
      }
      return copies;
    },
  };
};

const eventOf = (text: string): TrailEvent | undefined => {
  try {
    const event = JSON.parse(text) as TrailEvent | null;
    return typeof event?.sequence === 'number' ? event : undefined;
  } catch {
    return undefined;
  }
};

const readOrExplain = async <T>(bucket: string, response: Promise<T>): Promise<T> => {
  try {
    return await response;
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UnreachableError(
      `Can't read the archive ${bucket}: ${why}`,
      'You need s3:ListBucketVersions and s3:GetObjectVersion on the bucket and its objects, and kms:Decrypt on its key. Check the bucket name, --profile and --region.',
      { cause: error },
    );
  }
};
