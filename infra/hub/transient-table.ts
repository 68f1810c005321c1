import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { KEY_SCHEMA, TIME_TO_LIVE } from '../../functions/adapters/table.ts';

/**
 * The table of what may vanish: links, idempotency keys, budgets, bookmarks, which accounts the directory lacks, who was told of which absence, and the secret of cursors. Nothing in it is worth
 * a restore, and without backups the addresses in its links are gone when DynamoDB deletes them.
 */
export class TransientTable extends Table {
  constructor(
    scope: Construct,
    id: string,
    { encryptionKey, deletionProtection }: { encryptionKey: IKey; deletionProtection: boolean },
  ) {
    super(scope, id, {
      partitionKey: { name: KEY_SCHEMA.partition, type: AttributeType.STRING },
      sortKey: { name: KEY_SCHEMA.sort, type: AttributeType.STRING },
      timeToLiveAttribute: TIME_TO_LIVE,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
