import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { INDEX_PROJECTION, INDEXES, KEY_SCHEMA } from '../../functions/adapters/table.ts';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The one table. Its stream carries new images, which is what the readers copy. */
export class RequestsTable extends Table {
  constructor(scope: Construct, id: string, { encryptionKey }: { encryptionKey: IKey }) {
    super(scope, id, {
      partitionKey: text(KEY_SCHEMA.partition),
      sortKey: text(KEY_SCHEMA.sort),
      timeToLiveAttribute: KEY_SCHEMA.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_IMAGE,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      resourcePolicy: new PolicyDocument({ statements: [NOBODY_DELETES_A_REQUEST] }),
    });
    for (const { name, partition, sort } of Object.values(INDEXES)) {
      this.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(partition),
        sortKey: text(sort),
        projectionType: ProjectionType[INDEX_PROJECTION],
      });
    }
  }
}

/**
 * Not even an administrator, before they have changed this policy, which CloudTrail tells. A table's own policy
 * names the table as `*`: it cannot refer to what it is part of.
 */
const NOBODY_DELETES_A_REQUEST = new PolicyStatement({
  sid: 'NobodyDeletesARequest',
  effect: Effect.DENY,
  principals: [new AnyPrincipal()],
  actions: ['dynamodb:DeleteItem', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQLDelete'],
  resources: ['*'],
  conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['REQUEST#*'] } },
});
