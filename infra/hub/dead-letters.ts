import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue for what failed after its retries. It keeps messages for SQS's maximum of 14 days. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  /**
   * The queue as Lambda's on-failure destination, for an invocation or a stream. Lambda sends messages with the
   * function's role, which gets only `sqs:SendMessage`; the CDK's own destinations would grant more.
   */
  readonly destination = {
    bind: (_scope: unknown, lambda: IFunction) => {
      lambda.addToRolePolicy(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queueArn] }),
      );
      return { destination: this.queueArn };
    },
  };
}
