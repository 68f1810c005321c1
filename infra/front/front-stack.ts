import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { Alarms } from '../hub/alarms/alarms.ts';

export const FRONT = 'PeerwayFront';

/** Web ACLs for CloudFront, and the certificates that CloudFront uses, can only be in this Region. */
export const FRONT_REGION = 'us-east-1';

export const WEB_ACL_ARN = 'WebAclArn';

const LIMITED = 'RequestsPerAddress';

export type FrontStackProps = StackProps & {
  front: NonNullable<NonNullable<Configuration['domain']>['front']>;
  alarmAddresses: readonly string[];
};

/** What the distribution in front of the API needs in us-east-1. The distribution itself is in the hub. */
export class FrontStack extends Stack {
  constructor(scope: Construct, id: string, { front, alarmAddresses, ...props }: FrontStackProps) {
    super(scope, id, props);
    // A sample of a request would contain its path, and so the token of a link.
    const visibility = { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      description: 'Peerway: limits the requests of each IP address',
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: { ...visibility, metricName: id },
      customResponseBodies: {
        [LIMITED]: {
          contentType: 'APPLICATION_JSON',
          // The form of API Gateway's own 429.
          content: JSON.stringify({
            message: 'Too many requests from your IP address. Try again in 5 minutes.',
          }),
        },
      },
      rules: [
        {
          name: LIMITED,
          priority: 0,
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: 300,
              limit: front.requestsPerAddress,
            },
          },
          action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: LIMITED } } },
          visibilityConfig: { ...visibility, metricName: LIMITED },
        },
      ],
    });
    new CfnOutput(this, WEB_ACL_ARN, { value: webAcl.attrArn, description: 'Web ACL of the distribution' });

    const alarms = new Alarms(this, 'Alarms', { addresses: alarmAddresses });
    alarms.add('ClientCertificateExpires', {
      metric: Certificate.fromCertificateArn(
        this,
        'ClientCertificate',
        front.clientCertificateArn,
      ).metricDaysToExpiry(),
      lessThan: 45,
      description:
        'The certificate with which CloudFront connects to the API expires soon. Then nobody can reach the API.',
    });
  }
}
