import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { Archive } from '../domain/announce/ports.ts';
import type { AuditEvent } from '../domain/request/audit.ts';

/** Copies of audit events in S3. Object Lock is the bucket's default, so uploads don't set it. */
export const s3Archive = (s3: S3Client, Bucket: string): Archive => ({
  keep: async (event) => {
    try {
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: keyOf(event),
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

/** S3 lists keys in order, and therefore a request's events in sequence. */
const keyOf = ({ request_id, sequence, hash }: AuditEvent): string =>
  `${request_id}/${String(sequence).padStart(6, '0')}-${hash}.json`;
