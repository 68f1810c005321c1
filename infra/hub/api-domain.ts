import {
  ApiMapping,
  DomainName,
  type HttpApi,
  type HttpStage,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';

/** The API's custom domain name. Without a hosted zone, you create the DNS record yourself. */
export class ApiDomain extends Construct {
  readonly domainName: DomainName;

  constructor(
    scope: Construct,
    id: string,
    { domain, api, stage }: { domain: NonNullable<Configuration['domain']>; api: HttpApi; stage: HttpStage },
  ) {
    super(scope, id);
    this.domainName = new DomainName(this, 'Name', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api, stage, domainName: this.domainName });
    if (domain.hostedZone) {
      new CfnRecordSet(this, 'Alias', {
        hostedZoneId: domain.hostedZone.id,
        name: domain.name,
        type: 'A',
        aliasTarget: {
          dnsName: this.domainName.regionalDomainName,
          hostedZoneId: this.domainName.regionalHostedZoneId,
        },
      });
    }
  }
}
