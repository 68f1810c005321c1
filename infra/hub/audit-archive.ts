import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';

const ACCESS_LOG_DAYS = 400;

/** The bucket with a copy of every audit event under Object Lock, and the bucket with its access log. */
export class AuditArchive extends Construct {
  readonly bucket: Bucket;

  constructor(
    scope: Construct,
    id: string,
    { encryptionKey, retention }: { encryptionKey: IKey; retention: Configuration['retention']['archive'] },
  ) {
    super(scope, id);
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    };
    const accessLog = new Bucket(this, 'AccessLog', {
      ...common,
      // S3 delivers access logs only to buckets that are encrypted with S3-managed keys.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
    });
    const retentionPeriod = Duration.days(retention.days);
    this.bucket = new Bucket(this, 'Bucket', {
      ...common,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        retention.mode === 'compliance'
          ? ObjectLockRetention.compliance(retentionPeriod)
          : ObjectLockRetention.governance(retentionPeriod),
      serverAccessLogsBucket: accessLog as IBucket,
    });
  }
}
