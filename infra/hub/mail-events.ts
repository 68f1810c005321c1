import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { DeadLetters } from './dead-letters.ts';
import { CONFIGURATION_SET_DIMENSION, type Mail } from './mail.ts';
import type { PeeringFunction } from './peering-function.ts';

/** Functions that EventBridge invokes for SES's events, and the type of event that each handles. */
export const MAIL_EVENT_READERS: Readonly<Record<string, string>> = {
  'streams/record-bounce': 'Email Bounced',
};

/** SES sends events of all emails to the account's default bus. The configuration set identifies ours. */
export class MailEvents extends Construct {
  readonly deadLetters: DeadLetters;

  constructor(
    scope: Construct,
    id: string,
    { mail, readers }: { mail: Mail; readers: readonly PeeringFunction[] },
  ) {
    super(scope, id);
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    for (const { entry, node, lambda } of readers) {
      // EventBridge invokes functions asynchronously.
      lambda.configureAsyncInvoke({
        onFailure: this.deadLetters.destination,
        retryAttempts: 2,
        maxEventAge: Duration.hours(6),
      });
      new Rule(this, node.id, {
        description: `Peerway: ${MAIL_EVENT_READERS[entry]}`,
        eventPattern: {
          source: ['aws.ses'],
          detailType: [MAIL_EVENT_READERS[entry] ?? ''],
          detail: {
            mail: { tags: { [CONFIGURATION_SET_DIMENSION]: [mail.configurationSet.configurationSetName] } },
          },
        },
        targets: [new LambdaFunction(lambda, { deadLetterQueue: this.deadLetters, retryAttempts: 5 })],
      });
    }
  }
}
