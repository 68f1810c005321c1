import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Mail and text messages would show announcements to people outside, who could also end the subscription. */
const PROTOCOLS = ['sqs', 'lambda', 'https'];

/**
 * The topic of all announcements. It is always there: without subscriptions it costs next to nothing. Members of the
 * organization subscribe by themselves; without one, only the hub account's own principals can.
 */
export class AnnouncementsTopic extends Construct {
  readonly topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    { encryptionKey, organizationId }: { encryptionKey: IKey; organizationId: string | undefined },
  ) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Peerway announcements',
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    if (!organizationId) return;
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Subscribers',
        principals: [new AnyPrincipal()],
        actions: ['sns:Subscribe'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:PrincipalOrgID': organizationId, 'sns:Protocol': PROTOCOLS },
        },
      }),
    );
  }
}
