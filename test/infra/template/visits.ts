import example from '../../../infra/configuration/example.ts';
import { type Resource, resourcesOf, type Template, textOf } from './synthesized.ts';

/** A call that a service of AWS, or an account, makes at a resource that has a policy of its own. */
export type Visit = {
  /** A service principal, the id of an account, or the ARN of a role that its own policy allows nothing here. */
  who: string;
  action: string;
  /** The resource's ARN, as text. */
  resource: string;
  context: Readonly<Record<string, string>>;
};

const { accountId: ACCOUNT, region: REGION } = example.hub;
const SOURCE_ACCOUNT = { 'aws:SourceAccount': ACCOUNT };

/** What a service needs of the key by which it writes or reads something encrypted. */
const useKey = (who: string, key: unknown, actions: readonly string[], context: Visit['context']): Visit[] =>
  actions.map((action) => ({ who, action: `kms:${action}`, resource: textOf(key), context }));

const arnOf = (id: string): string => `\${${id}.Arn}`;

type Properties = Resource['Properties'];
const part = <T>(value: unknown): T => (value ?? {}) as T;

/** Who comes on behalf of one resource of the template, by the resource's type. */
const VISITORS: Readonly<Record<string, (id: string, properties: Properties, hub: Template) => Visit[]>> = {
  'AWS::CloudWatch::Alarm': (id, { AlarmActions, OKActions }, hub) => {
    const context = {
      ...SOURCE_ACCOUNT,
      'aws:SourceArn': `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${id}`,
      'aws:SecureTransport': 'true',
    };
    return [AlarmActions, OKActions].flat().flatMap((topic) => {
      const resource = textOf(topic);
      const { KmsMasterKeyId } = hub.Resources[resource.slice(2, -1)]?.Properties ?? {};
      return [
        { who: 'cloudwatch.amazonaws.com', action: 'sns:Publish', resource, context },
        ...useKey('cloudwatch.amazonaws.com', KmsMasterKeyId, ['Decrypt', 'GenerateDataKey'], context),
      ];
    });
  },
  'AWS::Events::Rule': (id, { Targets }) =>
    (Targets as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[]).flatMap(
      ({ Arn, DeadLetterConfig }) => {
        const context = { 'aws:SourceArn': arnOf(id) };
        return [
          {
            who: 'events.amazonaws.com',
            action: 'lambda:InvokeFunction',
            resource: textOf(Arn),
            context,
          },
          ...deadLetter('events.amazonaws.com', DeadLetterConfig?.Arn, context),
        ];
      },
    ),
  'AWS::ApiGatewayV2::Integration': (_, { CredentialsArn }) => [
    {
      who: 'apigateway.amazonaws.com',
      action: 'sts:AssumeRole',
      resource: textOf(CredentialsArn),
      context: {},
    },
  ],
  'AWS::SNS::Topic': (id) =>
    id.startsWith('Announcements')
      ? example.memberAccounts.map(({ accountId }) => ({
          who: accountId,
          action: 'sns:Subscribe',
          resource: `\${${id}}`,
          context: {
            'aws:PrincipalOrgID': example.organizationId,
            'sns:Protocol': 'sqs',
            'aws:SecureTransport': 'true',
          },
        }))
      : [],
  'AWS::S3::Bucket': (id, { LoggingConfiguration }) => {
    const { DestinationBucketName } = part<{ DestinationBucketName?: unknown }>(LoggingConfiguration);
    return DestinationBucketName
      ? [
          {
            who: 'logging.s3.amazonaws.com',
            action: 's3:PutObject',
            resource: textOf(DestinationBucketName).replace('}', '.Arn}'),
            context: {
              ...SOURCE_ACCOUNT,
              'aws:SourceArn': arnOf(id),
              'aws:SecureTransport': 'true',
            },
          },
        ]
      : [];
  },
  'AWS::Logs::LogGroup': (_, { LogGroupName, KmsKeyId }) =>
    useKey(
      `logs.${REGION}.amazonaws.com`,
      KmsKeyId,
      ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey'],
      {
        'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LogGroupName}`,
      },
    ),
  'AWS::DynamoDB::Table': (_, { SSESpecification }) =>
    useKey(
      `arn:aws:iam::${ACCOUNT}:role/peerway/hub/any`,
      part<{ KMSMasterKeyId: unknown }>(SSESpecification).KMSMasterKeyId,
      ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'CreateGrant', 'DescribeKey'],
      {
        'kms:CallerAccount': ACCOUNT,
        'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`,
      },
    ),
  'AWS::KMS::Key': (id) => useKey(ACCOUNT, arnOf(id), ['PutKeyPolicy', 'ScheduleKeyDeletion'], {}),
  'AWS::IAM::Role': (id, { RoleName }) =>
    example.memberAccounts
      .filter(({ accountId }) => RoleName === `PeerwayCaller-${accountId.slice(-2)}`)
      .flatMap(({ accountId }) =>
        assume(accountId, arnOf(id), {
          'aws:PrincipalOrgID': example.organizationId,
          'aws:PrincipalAccount': accountId,
          'sts:RoleSessionName': `${accountId}-ci`,
        }),
      ),
  'AWS::Lambda::Function': (_, { Role }) => assume('lambda.amazonaws.com', Role),
  'AWS::Scheduler::Schedule': (_, { Target }) =>
    assume('scheduler.amazonaws.com', part<{ RoleArn: unknown }>(Target).RoleArn),
  'AWS::StepFunctions::StateMachine': (_, { RoleArn }) => assume('states.amazonaws.com', RoleArn),
};

function assume(who: string, role: unknown, context: Visit['context'] = SOURCE_ACCOUNT): Visit[] {
  return [{ who, action: 'sts:AssumeRole', resource: textOf(role), context }];
}

function deadLetter(who: string, queue: unknown, context: Visit['context']): Visit[] {
  const secure = { ...context, 'aws:SecureTransport': 'true' };
  return queue ? [{ who, action: 'sqs:SendMessage', resource: textOf(queue), context: secure }] : [];
}

/** Every call that the template's own resources make AWS's services make at others of them. */
export const visitsOf = (hub: Template): Visit[] =>
  Object.entries(VISITORS).flatMap(([type, visitors]) =>
    resourcesOf(hub, type).flatMap(([id, { Properties }]) => visitors(id, Properties, hub)),
  );
