import {
  ApiMapping,
  type CfnStage,
  DomainName,
  type HttpApi,
  type HttpStage,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { ApiFront, VIEWER_ADDRESS } from './api-front.ts';

/** The API's custom domain name. Without a hosted zone, you create the DNS record yourself. */
export class ApiDomain extends Construct {
  /** Where the DNS record of the name points to. */
  readonly target: string;

  constructor(
    scope: Construct,
    id: string,
    { domain, api, stage }: { domain: NonNullable<Configuration['domain']>; api: HttpApi; stage: HttpStage },
  ) {
    super(scope, id);
    const { front } = domain;
    const truststore =
      front?.certificateAuthority && new Asset(this, 'Truststore', { path: front.certificateAuthority });
    const name = new DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
      ...(truststore && { mtls: { bucket: truststore.bucket, key: truststore.s3ObjectKey } }),
    });
    new ApiMapping(this, 'Mapping', { api, stage, domainName: name });
    if (truststore) {
      // From now on only the distribution can connect, so its header can be believed: functions/edge/source-address.ts
      (stage.node.defaultChild as CfnStage).stageVariables = {
        viewerAddressHeader: VIEWER_ADDRESS.toLowerCase(),
      };
      stage.node.addDependency(name);
    }
    const distribution = front && new ApiFront(this, 'Front', domain, front, name.regionalDomainName);
    this.target = distribution?.domainName ?? name.regionalDomainName;
    if (domain.hostedZone) {
      new CfnRecordSet(this, 'Alias', {
        hostedZoneId: domain.hostedZone.id,
        name: domain.name,
        type: 'A',
        aliasTarget: {
          dnsName: this.target,
          hostedZoneId: front ? CloudFrontTarget.getHostedZoneId(this) : name.regionalHostedZoneId,
        },
      });
    }
  }
}
