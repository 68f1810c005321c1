import { Duration, Fn } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  type CfnDistribution,
  Distribution,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { FRONT, FRONT_REGION, WEB_ACL_ARN } from '../front/front-stack.ts';

type Domain = NonNullable<Configuration['domain']>;

export const VIEWER_ADDRESS = 'CloudFront-Viewer-Address';

/** The errors that CloudFront would answer from its cache, by default for ten seconds, and to anybody. */
const CACHED_ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * A distribution of CloudFront in front of the API, because AWS WAF can limit the requests of an IP address there
 * and not at an HTTP API. It caches nothing, and passes on what it gets: signatures include the `Host` header.
 */
export class ApiFront extends Construct {
  readonly domainName: string;

  /** @param target the domain name of the API's endpoint */
  constructor(
    scope: Construct,
    id: string,
    domain: Domain,
    front: NonNullable<Domain['front']>,
    target: string,
  ) {
    super(scope, id);
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Peerway: limits the requests of each IP address',
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', front.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: Fn.getStackOutput(FRONT, WEB_ACL_ARN, FRONT_REGION),
      // One person can have more networks of IPv6 than a limit per address can count.
      enableIpv6: false,
      defaultBehavior: {
        // Longer than API Gateway waits, so that its error arrives instead of a retry by CloudFront.
        origin: new HttpOrigin(target, { readTimeout: Duration.seconds(35) }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: new OriginRequestPolicy(this, 'Everything', {
          comment: 'Peerway: every header and parameter, and the address of the caller',
          headerBehavior: OriginRequestHeaderBehavior.all(VIEWER_ADDRESS),
          queryStringBehavior: OriginRequestQueryStringBehavior.all(),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      },
      errorResponses: CACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    this.domainName = distribution.distributionDomainName;
    (distribution.node.defaultChild as CfnDistribution).addPropertyOverride(
      'DistributionConfig.Origins.0.CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn',
      front.clientCertificateArn,
    );
  }
}
