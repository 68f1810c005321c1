import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import example from '../../infra/configuration/example.ts';
import type { ConfigurationInput } from '../../infra/configuration/schema.ts';
import { functionEntries } from '../../infra/function-bundles.ts';
import { functionId } from '../../infra/functions/function-settings.ts';
import { functionsOf, statementsOf } from './template/statements.ts';
import {
  OTHER_WAYS,
  type Resource,
  resourcesOf,
  type Synthesized,
  synthesize,
  textOf,
} from './template/synthesized.ts';

const ASL = readFileSync(new URL('../../statemachine/peering-request.asl.json', import.meta.url), 'utf8');

let made: Synthesized;
let other: Synthesized;
beforeAll(() => {
  made = synthesize();
  other = synthesize(OTHER_WAYS);
});

const all = (type: string): [string, Resource][] => resourcesOf(made.hub, type);
const only = (type: string): Resource => {
  const [[, resource] = [], ...others] = all(type);
  if (!resource || others.length > 0) throw new Error(`There are ${others.length + 1} of ${type}.`);
  return resource;
};
/** The table of requests and the transient one. */
const tables = (): Resource[] => {
  const { TableName, TransientTableName } = made.hub.Outputs as Record<string, { Value: { Ref: string } }>;
  return [TableName, TransientTableName].map((output) => {
    const table = made.hub.Resources[output?.Value.Ref ?? ''];
    if (!table) throw new Error('The hub has a table less.');
    return table;
  });
};
const keyArn = (): string => `\${${all('AWS::KMS::Key')[0]?.[0]}.Arn}`;

describe('what is kept', () => {
  it('both tables are encrypted with our own key', () => {
    for (const { Properties } of tables()) {
      expect(Properties['SSESpecification']).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
      const { KMSMasterKeyId } = Properties['SSESpecification'] as { KMSMasterKeyId: unknown };
      expect(textOf(KMSMasterKeyId)).toBe(keyArn());
    }
  });

  it('the table of requests can be restored, and DynamoDB deletes nothing in it, whatever is written there', () => {
    expect(tables()[0]?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: false },
    });
  });

  it('the transient table forgets, and is neither streamed nor backed up', () => {
    const { Properties } = tables()[1] as Resource;
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
    expect(Properties).not.toHaveProperty('StreamSpecification');
    expect(Properties).not.toHaveProperty('PointInTimeRecoverySpecification');
  });

  it('the key turns over, and gives its use to nobody but through the table and AWS’s services', () => {
    const { Properties } = only('AWS::KMS::Key');
    expect(Properties['EnableKeyRotation']).toBe(true);
    for (const { principal, conditions, actions } of statementsOf(Properties['KeyPolicy'])) {
      if (JSON.stringify(principal).includes(':root')) continue;
      expect(conditions, actions.join()).not.toEqual({});
    }
  });

  it('the archive’s objects are locked, and its bucket is closed', () => {
    const [archive] = all('AWS::S3::Bucket').filter(([, { Properties }]) => Properties['ObjectLockEnabled']);
    expect(archive?.[1]).toMatchObject({
      Properties: {
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2557 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(JSON.stringify(archive?.[1].Properties['BucketEncryption'])).toContain('aws:kms');
    for (const [, { Properties }] of all('AWS::S3::BucketPolicy')) {
      const refusals = statementsOf(Properties['PolicyDocument']).filter(({ effect }) => effect === 'Deny');
      expect(refusals.map(({ conditions }) => conditions)).toContainEqual({
        Bool: { 'aws:SecureTransport': 'false' },
      });
    }
  });

  it('compliance mode is a matter of configuration', () => {
    expect(JSON.stringify(other.hub)).toContain('"DefaultRetention":{"Days":30,"Mode":"COMPLIANCE"}');
  });

  it('every log is encrypted with our own key, and ends', () => {
    for (const [id, { Properties }] of all('AWS::Logs::LogGroup')) {
      expect(Properties['RetentionInDays'], id).toBe(90);
      expect(textOf(Properties['KmsKeyId']), id).toBe(keyArn());
    }
  });

  it('announcements are encrypted, and subscribed to by programs and chats of the organization alone', () => {
    const subscribers = ({ hub }: Synthesized) => {
      const [id = '', topic] =
        resourcesOf(hub, 'AWS::SNS::Topic').find(([each]) => each.startsWith('Announcements')) ?? [];
      expect(textOf(topic?.Properties['KmsMasterKeyId'])).toBe(keyArn());
      return resourcesOf(hub, 'AWS::SNS::TopicPolicy')
        .filter(([each]) => each.startsWith('Announcements'))
        .flatMap(([, { Properties }]) => statementsOf(Properties['PolicyDocument']))
        .filter(({ effect, resources }) => effect === 'Allow' && resources.includes(`\${${id}}`))
        .map(({ actions, conditions }) => ({ actions, conditions }));
    };
    expect(subscribers(made)).toEqual([
      {
        actions: ['sns:Subscribe'],
        conditions: {
          StringEquals: {
            'aws:PrincipalOrgID': example.organizationId,
            'sns:Protocol': ['sqs', 'lambda', 'https'],
          },
        },
      },
    ]);
    expect(subscribers(synthesize({ organizationId: undefined, peersOf: 'any-account' }))).toEqual([]);
  });

  it('queues are encrypted, and take nothing that comes in the clear', () => {
    for (const [id, { Properties }] of all('AWS::SQS::Queue')) {
      expect(Properties['SqsManagedSseEnabled'], id).toBe(true);
    }
    expect(all('AWS::SQS::QueuePolicy')).toHaveLength(all('AWS::SQS::Queue').length);
  });
});

describe('mail', () => {
  it('isn’t sent again to an address that bounced for good or complained', () => {
    expect(only('AWS::SES::ConfigurationSet').Properties['SuppressionOptions']).toEqual({
      SuppressedReasons: ['BOUNCE', 'COMPLAINT'],
    });
  });

  it.each([
    [undefined, 'network.example.com'],
    [['Example.com', 'example.org'], 'example.com,example.org'],
  ])('goes to contacts in the domains of the configuration: %j', (contactDomains, told) => {
    const { sender } = example.mail;
    const { hub } = synthesize({ mail: { sender, ...(contactDomains && { contactDomains }) } });
    const domains = functionsOf(hub).flatMap(
      ({ properties }) => variables(properties)['CONTACT_DOMAINS'] ?? [],
    );
    expect(new Set(domains)).toEqual(new Set([told]));
  });
});

describe('the functions', () => {
  it('are one for each file, each with a role and a log of its own', () => {
    const functions = functionsOf(made.hub);
    expect(functions.map(({ entry }) => entry).sort()).toEqual(functionEntries());
    expect(new Set(functions.map(({ roleId }) => roleId)).size).toBe(functions.length);
    expect(new Set(functions.map(({ properties }) => JSON.stringify(properties['LoggingConfig']))).size).toBe(
      functions.length,
    );
    for (const { properties, entry } of functions) {
      expect(properties, entry).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
      });
    }
  });

  it('that ask EC2 for each request are kept from asking many at once', () => {
    for (const { entry, properties } of functionsOf(made.hub)) {
      const asksEc2 = entry.startsWith('tasks/') && 'EXTERNAL_ID' in variables(properties);
      expect(properties['ReservedConcurrentExecutions'], entry).toBe(
        asksEc2
          ? 10
          : [
                'schedules/sweep',
                'schedules/update-register',
                'schedules/watch-connectivity',
                'schedules/review-connections',
              ].includes(entry)
            ? 1
            : undefined,
      );
    }
    for (const { entry, properties } of functionsOf(other.hub)) {
      expect(properties, entry).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });

  it('start executions by the alias; tasks know nothing of the state machine that runs them', () => {
    for (const { entry, properties } of functionsOf(made.hub)) {
      const { STATE_MACHINE_ARN } = variables(properties);
      if (STATE_MACHINE_ARN) expect(textOf(STATE_MACHINE_ARN), entry).toMatch(/:stateMachine:[\w-]+:live$/);
      if (entry.startsWith('tasks/')) expect(JSON.stringify(properties), entry).not.toContain('stateMachine');
    }
  });

  it.each([
    ['259200,86400,14400', () => made],
    ['172800,21600', () => other],
  ])('know the reminders that are configured, in seconds: %s', (seconds, stack) => {
    const told = functionsOf(stack().hub)
      .map(({ properties }) => variables(properties)['DEFAULT_REMINDERS'])
      .filter((value) => value !== undefined);
    expect(new Set(told)).toEqual(new Set([seconds]));
  });

  it('know the network team’s roles as sessions show them, without the path', () => {
    const [api] = functionsOf(other.hub).filter(({ entry }) => entry === 'api/list-accounts');
    expect(variables(api?.properties ?? {})['NETWORK_TEAM_ROLE_ARNS']).toBe(
      'arn:aws:iam::999999999999:role/AWSReservedSSO_Net_0123',
    );
  });
});

const variables = (properties: Record<string, unknown>): Record<string, unknown> =>
  (properties['Environment'] as { Variables: Record<string, unknown> } | undefined)?.Variables ?? {};

describe('the workflow', () => {
  const tasks = [...ASL.matchAll(/"\$\{(\w+)\}"/g)].map(([, name = '']) => name);

  it('has a function behind every substitution of its definition, and may invoke those alone', () => {
    const { Properties } = only('AWS::StepFunctions::StateMachine');
    const substitutions = Properties['DefinitionSubstitutions'] as Record<string, unknown>;
    expect(Object.keys(substitutions).sort()).toEqual([...new Set(tasks)].sort());
    const functions = new Map(functionsOf(made.hub).map(({ id, entry }) => [`\${${id}.Arn}`, entry]));
    for (const [name, arn] of Object.entries(substitutions)) {
      expect(functionId(functions.get(textOf(arn)) ?? '')).toBe(name);
    }
    const roleId = /\$\{(\w+)\.Arn\}/.exec(textOf(Properties['RoleArn']))?.[1];
    const invoked = all('AWS::IAM::Policy')
      .filter(([, policy]) => (policy.Properties['Roles'] as unknown[]).map(textOf).includes(`\${${roleId}}`))
      .flatMap(([, policy]) => statementsOf(policy.Properties['PolicyDocument']))
      .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
      .flatMap(({ resources }) => resources);
    expect(invoked.sort()).toEqual(Object.values(substitutions).map(textOf).sort());
  });

  it('is logged without task tokens, traced, and published as versions', () => {
    expect(only('AWS::StepFunctions::StateMachine').Properties).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
    const version = only('AWS::StepFunctions::StateMachineVersion');
    expect(textOf(version.Properties['StateMachineRevisionId'])).toContain('StateMachineRevisionId');
    expect(only('AWS::StepFunctions::StateMachineAlias').Properties).toMatchObject({
      Name: 'live',
      DeploymentPreference: { Type: 'ALL_AT_ONCE' },
    });
  });
});

describe('the API', () => {
  it('has the routes of routes.ts, each guarded as it says there, and each throttled', () => {
    const routes = all('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => ({
      key: Properties['RouteKey'],
      guard: Properties['AuthorizationType'],
    }));
    const wanted = [
      ...ROUTES.map(({ method, path, authorizer }) => ({
        key: `${method} ${path}`,
        guard: authorizer === 'iam' ? 'AWS_IAM' : 'NONE',
      })),
      { key: '$default', guard: 'NONE' },
    ];
    const byKey = (one: { key: unknown }, other: { key: unknown }) =>
      String(one.key).localeCompare(String(other.key));
    expect(routes.sort(byKey)).toEqual(wanted.sort(byKey));
    const { RouteSettings } = only('AWS::ApiGatewayV2::Stage').Properties as { RouteSettings: object };
    expect(Object.keys(RouteSettings).sort()).toEqual(wanted.map(({ key }) => key).sort());
    for (const settings of Object.values(RouteSettings)) {
      expect(settings.ThrottlingRateLimit).toBeGreaterThan(0);
      expect(settings.ThrottlingBurstLimit).toBeGreaterThan(0);
    }
  });

  it('logs who called which route, and never a path, which may hold a link’s token', () => {
    const { AccessLogSettings } = only('AWS::ApiGatewayV2::Stage').Properties as {
      AccessLogSettings: { Format: string };
    };
    const logged = Object.values(JSON.parse(AccessLogSettings.Format));
    expect(logged).toContain('$context.routeKey');
    expect(logged).toContain('$context.identity.userArn');
    expect(logged).toContain('$context.authorizer.claims.sub');
    expect(logged.filter((value) => /path|url|querystring|header/i.test(String(value)))).toEqual([]);
  });

  it('takes tokens of an issuer instead of signatures where it is configured to', () => {
    const { hub } = other;
    const [[, authorizer] = []] = resourcesOf(hub, 'AWS::ApiGatewayV2::Authorizer');
    expect(authorizer?.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      JwtConfiguration: { Audience: ['peerway'], Issuer: 'https://login.example.com/' },
      IdentitySource: ['$request.header.Authorization'],
    });
    const guards = resourcesOf(hub, 'AWS::ApiGatewayV2::Route').map(
      ([, { Properties }]) => Properties['AuthorizationType'],
    );
    expect(new Set(guards)).toEqual(new Set(['JWT', 'NONE']));
    expect(JSON.stringify(hub)).not.toContain('PeerwayCaller-');
    for (const { entry, properties } of functionsOf(hub)) {
      const { NETWORK_TEAM_ROLE_ARNS, ...read } = variables(properties);
      const claims = Object.fromEntries(Object.entries(read).filter(([name]) => name.startsWith('JWT_')));
      const expected = {
        JWT_ACCOUNT_CLAIM: 'aws_account',
        JWT_GROUPS_CLAIM: 'groups',
        JWT_GROUPS_CLAIM_HOLDS: 'groups-without-spaces',
        JWT_NETWORK_TEAM_GROUP: 'network',
      };
      expect(claims, entry).toEqual(NETWORK_TEAM_ROLE_ARNS ? expected : {});
    }
  });

  it.each([
    ['a tag', { kind: 'iam', sessionNameTag: 'email' }, { SESSION_NAME_TAG: 'email' }],
    [
      'a claim',
      { ...OTHER_WAYS.authorization, emailClaim: 'email' } as ConfigurationInput['authorization'],
      { JWT_EMAIL_CLAIM: 'email', JWT_EMAIL_IS_VERIFIED: 'false' },
    ],
  ] as const)(
    'tells the functions that know callers that %s verifies who they are',
    (_, authorization, expected) => {
      for (const { entry, properties } of functionsOf(synthesize({ authorization }).hub)) {
        const { NETWORK_TEAM_ROLE_ARNS, ...read } = variables(properties);
        const said = Object.entries(read).filter(([name]) => /^(?:JWT_EMAIL|SESSION_NAME)/.test(name));
        expect(Object.fromEntries(said), entry).toEqual(NETWORK_TEAM_ROLE_ARNS ? expected : {});
      }
    },
  );

  it('answers to its own name alone where it has one', () => {
    expect(only('AWS::ApiGatewayV2::Api').Properties['DisableExecuteApiEndpoint']).toBe(true);
    const { hub } = other;
    const [[, api] = []] = resourcesOf(hub, 'AWS::ApiGatewayV2::Api');
    expect(api?.Properties['DisableExecuteApiEndpoint']).toBe(false);
    const [openapi] = functionsOf(hub).filter(({ entry }) => entry === 'api/openapi');
    expect(textOf(variables(openapi?.properties ?? {})['BASE_URL'])).toMatch(
      /^\$\{HttpApi\w+\.ApiEndpoint\}$/,
    );
  });
});
