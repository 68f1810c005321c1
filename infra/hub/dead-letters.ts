import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Where what was tried often enough is kept for somebody to look at: as long as SQS keeps anything. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  /**
   * The queue as what Lambda sends failures to, of an invocation as of a stream. Lambda writes in the
   * function's name, which is allowed that alone; the CDK's own destinations would allow to look, too.
   */
  readonly destination = {
    bind: (_of: unknown, lambda: IFunction) => {
      lambda.addToRolePolicy(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queueArn] }),
      );
      return { destination: this.queueArn };
    },
  };
}
