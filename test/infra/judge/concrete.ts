import type { Template } from '../template/synthesized.ts';

/** The example configuration's hub. */
export const HUB = { account: '999999999999', region: 'eu-central-1' } as const;

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::Region': HUB.region,
};

/** The properties that name a resource. What has none is named by its logical ID here. */
const NAMES = [
  'RoleName',
  'EventBusName',
  'EmailIdentity',
  'TableName',
  'StateMachineName',
  'LogGroupName',
  'Name',
];

/** Of these, Ref returns the ARN. */
const BY_ARN = ['AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine', 'AWS::IAM::ManagedPolicy'];

/** Resolves a template's references, as CloudFormation would in this account. */
export const concrete = (template: Template, account: string) => {
  const resourceOf = (id: string) => {
    const found = template.Resources[id];
    if (!found) throw new Error(`The template has no resource ${id}`);
    return { type: found.Type, properties: found.Properties ?? {} };
  };

  const nameOf = (id: string): string => {
    const { properties } = resourceOf(id);
    const name = NAMES.map((each) => properties[each]).find((each) => each !== undefined);
    return name === undefined ? id : String(resolve(name));
  };

  const arnOf = (id: string): string => {
    const { type, properties } = resourceOf(id);
    const name = nameOf(id);
    const arn = (service: string, rest: string) => `arn:aws:${service}:${HUB.region}:${account}:${rest}`;
    switch (type) {
      case 'AWS::IAM::Role':
        return `arn:aws:iam::${account}:role${properties['Path'] ?? '/'}${name}`;
      case 'AWS::IAM::ManagedPolicy':
        return `arn:aws:iam::${account}:policy/${name}`;
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${name.toLowerCase()}`;
      case 'AWS::DynamoDB::Table':
        return arn('dynamodb', `table/${name}`);
      case 'AWS::KMS::Key':
        return arn('kms', `key/${name}`);
      case 'AWS::Lambda::Function':
        return arn('lambda', `function:${name}`);
      case 'AWS::SQS::Queue':
        return arn('sqs', name);
      case 'AWS::SNS::Topic':
        return arn('sns', name);
      case 'AWS::Events::EventBus':
        return arn('events', `event-bus/${name}`);
      case 'AWS::Events::Rule':
        return arn('events', `rule/${name}`);
      case 'AWS::Logs::LogGroup':
        return arn('logs', `log-group:${name}:*`);
      case 'AWS::StepFunctions::StateMachine':
        return arn('states', `stateMachine:${name}`);
      default:
        throw new Error(`What is the ARN of ${id}, which is an ${type}?`);
    }
  };

  const refOf = (id: string): string => {
    if (id === 'AWS::AccountId') return account;
    const pseudo = PSEUDO_PARAMETERS[id];
    if (pseudo !== undefined) return pseudo;
    return BY_ARN.includes(resourceOf(id).type) ? arnOf(id) : nameOf(id);
  };

  const attributeOf = (id: string, attribute: string): string => {
    if (attribute === 'StreamArn') return `${arnOf(id)}/stream/2026-01-01T00:00:00.000`;
    return attribute.endsWith('Arn') ? arnOf(id) : `${id}.${attribute}`;
  };

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
    if (typeof Ref === 'string') return refOf(Ref);
    if (Array.isArray(attribute)) return attributeOf(String(attribute[0]), String(attribute[1]));
    if (Array.isArray(join)) return (resolve(join[1]) as string[]).join(String(join[0]));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };

  return { resolve, arnOf, nameOf };
};
