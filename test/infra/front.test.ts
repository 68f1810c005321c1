import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import type { ConfigurationInput } from '../../infra/configuration/schema.ts';
import {
  CERTIFICATE,
  CLIENT_CERTIFICATE,
  DOMAIN,
  LOCKED,
  type Resource,
  resourcesOf,
  synthesize,
  type Template,
  textOf,
  WITH_FRONT,
} from './template/synthesized.ts';

const { certificateAuthority: _, ...OPEN } = LOCKED;

const withFront = (front: NonNullable<ConfigurationInput['domain']>['front']) =>
  synthesize({ domain: { ...DOMAIN, front } });

const only = (template: Template | undefined, type: string): Resource => {
  const found = template ? resourcesOf(template, type) : [];
  expect(found, type).toHaveLength(1);
  return (found[0] as [string, Resource])[1];
};

const distributionOf = (hub: Template) =>
  only(hub, 'AWS::CloudFront::Distribution').Properties['DistributionConfig'] as {
    Origins: Record<string, unknown>[];
    DefaultCacheBehavior: Record<string, unknown>;
    CustomErrorResponses: { ErrorCode: number; ErrorCachingMinTTL: number }[];
  } & Record<string, unknown>;

it('is not there unless it is configured', () => {
  const { hub, front } = synthesize({ domain: DOMAIN });
  expect(front).toBeUndefined();
  const types = Object.values(hub.Resources).map(({ Type }) => Type);
  expect(types.filter((type) => /CloudFront|WAF/.test(type))).toEqual([]);
  expect(only(hub, 'AWS::ApiGatewayV2::DomainName').Properties).not.toHaveProperty('MutualTlsAuthentication');
  expect(only(hub, 'AWS::ApiGatewayV2::Stage').Properties).not.toHaveProperty('StageVariables');
  expect(textOf(only(hub, 'AWS::Route53::RecordSet').Properties['AliasTarget'])).toContain(
    'RegionalDomainName',
  );
});

describe('an address that calls too often', () => {
  const webAcl = () => only(synthesize(WITH_FRONT).front, 'AWS::WAFv2::WebACL').Properties;

  it('is blocked, and no other', () => {
    expect(webAcl()).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
    expect(webAcl()['Rules']).toEqual([
      expect.objectContaining({
        Statement: {
          RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 300 },
        },
        Action: { Block: { CustomResponse: expect.objectContaining({ ResponseCode: 429 }) } },
      }),
    ]);
  });

  it('reads why, in the form of API Gateway’s own 429', () => {
    const [body] = Object.values(webAcl()['CustomResponseBodies'] as Record<string, { Content: string }>);
    expect(JSON.parse(body?.Content ?? '')).toEqual({ message: expect.stringMatching(/^Too many requests/) });
  });

  it('leaves no link’s token in a sample or a log', () => {
    const { hub, front } = synthesize(WITH_FRONT);
    expect(JSON.stringify(front)).not.toContain('"SampledRequestsEnabled":true');
    expect(front && resourcesOf(front, 'AWS::WAFv2::LoggingConfiguration')).toEqual([]);
    expect(distributionOf(hub)).not.toHaveProperty('Logging');
  });
});

describe('the distribution', () => {
  it('has the API’s name, its web ACL, and leads to its endpoint', () => {
    const { hub } = synthesize(WITH_FRONT);
    expect(distributionOf(hub)).toMatchObject({
      Aliases: ['peerway.network.example.com'],
      ViewerCertificate: { AcmCertificateArn: CERTIFICATE, MinimumProtocolVersion: 'TLSv1.2_2021' },
      WebACLId: {
        'Fn::GetStackOutput': {
          StackName: 'PeerwayFront',
          OutputName: 'WebAclArn',
          Region: 'us-east-1',
        },
      },
      Enabled: true,
    });
    expect(synthesize(WITH_FRONT).front?.Outputs).toHaveProperty('WebAclArn');
    const [origin] = distributionOf(hub).Origins;
    expect(textOf(origin?.['DomainName'])).toMatch(/^\$\{DomainName\w+\.RegionalDomainName\}$/);
    const { DNSName } = only(hub, 'AWS::Route53::RecordSet').Properties['AliasTarget'] as {
      DNSName: unknown;
    };
    expect(textOf(DNSName)).toMatch(/^\$\{DomainFrontDistribution\w+\.DomainName\}$/);
  });

  it('passes on all methods, headers and parameters, and caches nothing, not even an error', () => {
    const { hub } = synthesize(WITH_FRONT);
    const { DefaultCacheBehavior, CustomErrorResponses, ...rest } = distributionOf(hub);
    expect(rest).not.toHaveProperty('CacheBehaviors');
    const methods = DefaultCacheBehavior['AllowedMethods'];
    expect(methods).toEqual(expect.arrayContaining(ROUTES.map(({ method }) => method)));
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
    const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    expect(DefaultCacheBehavior).toMatchObject({
      CachePolicyId: CACHING_DISABLED,
      ViewerProtocolPolicy: 'https-only',
    });
    expect(
      only(hub, 'AWS::CloudFront::OriginRequestPolicy').Properties['OriginRequestPolicyConfig'],
    ).toMatchObject({
      HeadersConfig: {
        HeaderBehavior: 'allViewerAndWhitelistCloudFront',
        Headers: ['CloudFront-Viewer-Address'],
      },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    });
    expect(CustomErrorResponses.map(({ ErrorCode }) => ErrorCode)).toEqual([
      400, 403, 404, 405, 414, 500, 501, 502, 503, 504,
    ]);
    expect(new Set(CustomErrorResponses.map(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL))).toEqual(
      new Set([0]),
    );
  });

  it('alone can connect to the API, and is believed about addresses, once its authority is configured', () => {
    for (const isLocked of [false, true]) {
      const { hub } = isLocked ? synthesize(WITH_FRONT) : withFront(OPEN);
      const [origin] = distributionOf(hub).Origins;
      expect(origin?.['CustomOriginConfig']).toMatchObject({
        OriginProtocolPolicy: 'https-only',
        OriginMtlsConfig: { ClientCertificateArn: CLIENT_CERTIFICATE },
      });
      expect(only(hub, 'AWS::ApiGatewayV2::Api').Properties['DisableExecuteApiEndpoint']).toBe(true);
      const { MutualTlsAuthentication } = only(hub, 'AWS::ApiGatewayV2::DomainName').Properties;
      const { StageVariables } = only(hub, 'AWS::ApiGatewayV2::Stage').Properties;
      expect(MutualTlsAuthentication).toEqual(isLocked ? { TruststoreUri: expect.anything() } : undefined);
      expect(StageVariables).toEqual(
        isLocked ? { viewerAddressHeader: 'cloudfront-viewer-address' } : undefined,
      );
    }
  });
});

it('somebody hears before CloudFront’s certificate expires', () => {
  const { front } = synthesize(WITH_FRONT);
  expect(only(front, 'AWS::CloudWatch::Alarm').Properties).toMatchObject({
    Namespace: 'AWS/CertificateManager',
    MetricName: 'DaysToExpiry',
    Dimensions: [{ Name: 'CertificateArn', Value: CLIENT_CERTIFICATE }],
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
  expect(readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')).toContain(
    '### ClientCertificateExpires',
  );
  expect(front && resourcesOf(front, 'AWS::SNS::Subscription')).toHaveLength(1);
});
