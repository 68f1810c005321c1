import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  type CfnTable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { INDEX_PROJECTION, INDEXES, KEY_SCHEMA, TIME_TO_LIVE } from '../../functions/adapters/table.ts';

const stringAttribute = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The table of what nobody may lose. Its stream carries new images, which the readers copy. */
export class RequestsTable extends Table {
  constructor(
    scope: Construct,
    id: string,
    { encryptionKey, deletionProtection }: { encryptionKey: IKey; deletionProtection: boolean },
  ) {
    super(scope, id, {
      partitionKey: stringAttribute(KEY_SCHEMA.partition),
      sortKey: stringAttribute(KEY_SCHEMA.sort),
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_IMAGE,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      resourcePolicy: new PolicyDocument({ statements: [NOBODY_DELETES_A_REQUEST] }),
    });
    // Version 0.1 had a time to live. Without the attribute's name, CloudFormation can't turn it off.
    const table = this.node.defaultChild as CfnTable;
    table.timeToLiveSpecification = { attributeName: TIME_TO_LIVE, enabled: false };
    for (const { name, partition, sort } of Object.values(INDEXES)) {
      this.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: stringAttribute(partition),
        sortKey: stringAttribute(sort),
        projectionType: ProjectionType[INDEX_PROJECTION],
      });
    }
  }
}

/**
 * Not even an administrator can, unless they change this policy first, which CloudTrail records. The policy names
 * its table as `*`, because it can't refer to the table that it is part of. A table isn't created if its policy
 * has an action that isn't in https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html.
 */
const NOBODY_DELETES_A_REQUEST = new PolicyStatement({
  sid: 'NobodyDeletesARequest',
  effect: Effect.DENY,
  principals: [new AnyPrincipal()],
  actions: ['dynamodb:DeleteItem', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQLDelete'],
  resources: ['*'],
  conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['REQUEST#*'] } },
});
