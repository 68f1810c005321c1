import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Archive } from '../domain/announce/ports.ts';
import type { Chained } from '../domain/request/audit.ts';

/** Copies of events in S3. Object Lock is the bucket's default, so uploads don't set it. */
export const s3Archive = (s3: S3Client, Bucket: string): Archive => ({
  keep: async (folder, event) => {
    try {
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: keyOf(folder, event),
          Body: JSON.stringify(event),
          ContentType: 'application/json',
          IfNoneMatch: '*',
        }),
      );
    } catch (error) {
      // The key contains the event's hash, so the existing object is the same event.
      if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return;
      throw error;
    }
  },
});

/** S3 lists keys in order, and therefore a chain's events in sequence. */
const keyOf = (folder: string, { sequence, hash }: Chained): string =>
  `${folder}/${String(sequence).padStart(6, '0')}-${hash}.json`;
