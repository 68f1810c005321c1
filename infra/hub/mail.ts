import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  type DkimRecord,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { partitionOf } from '../configuration/partition.ts';
import type { Configuration } from '../configuration/schema.ts';

/** SES's events for emails that did not reach, or have not yet reached, their recipient. */
export const NOT_DELIVERED = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
  EmailSendingEvent.DELIVERY_DELAY,
];

/** The metric dimension that separates our emails from others of the account. */
export const CONFIGURATION_SET_DIMENSION = 'ses:configuration-set';

/** The sender of the emails, and the events that SES publishes about them. */
export class Mail extends Construct {
  /** None for an identity that the stack doesn't create. */
  readonly dkimRecords: readonly DkimRecord[];
  readonly configurationSet: ConfigurationSet;
  readonly sender: string;
  readonly senderAddress: string;

  constructor(scope: Construct, id: string, { sender, identity, hostedZone }: Configuration['mail']) {
    super(scope, id);
    this.senderAddress = sender.address;
    this.sender = `${sender.name} <${sender.address}>`;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      // A link is useless after its deadline, and a reminder follows anyway.
      maxDeliveryDuration: Duration.hours(12),
    });
    this.configurationSet.addEventDestination('ToEventBridge', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: NOT_DELIVERED,
    });
    this.configurationSet.addEventDestination('ToMetrics', {
      destination: EventDestination.cloudWatchDimensions([
        {
          source: CloudWatchDimensionSource.MESSAGE_TAG,
          name: CONFIGURATION_SET_DIMENSION,
          defaultValue: 'none',
        },
      ]),
      events: [EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY, ...NOT_DELIVERED],
    });
    this.dkimRecords = identity === 'create' ? this.createIdentity(domainOf(sender.address)).dkimRecords : [];
    if (hostedZone) this.addDkimRecords(hostedZone.id);
    const { obstacle } = partitionOf(Stack.of(this).region);
    // The rule that resource types exist in the Region. The templates can be reviewed all the same.
    if (obstacle)
      Validations.of(this).acknowledge({ id: 'CloudFormation-Validate::F3006', reason: obstacle });
  }

  private createIdentity(domain: string): EmailIdentity {
    return new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      configurationSet: this.configurationSet,
    });
  }

  /** The three records that prove the domain to SES. Without a hosted zone, the stack's outputs show them. */
  private addDkimRecords(hostedZoneId: string): void {
    for (const [index, { name, value }] of this.dkimRecords.entries()) {
      new CfnRecordSet(this, `Dkim${index + 1}`, {
        hostedZoneId,
        name,
        type: 'CNAME',
        ttl: '1800',
        resourceRecords: [value],
      });
    }
  }
}

const domainOf = (address: string): string => address.split('@')[1] ?? address;
