import { type Statement, statementsOf } from './statements.ts';
import { type Resource, type Template, textOf } from './synthesized.ts';
import type { Visit } from './visits.ts';

/** A resource, by its ARN as text, and the statements of the policy on it. */
export type Guarded = { resource: string; statements: Statement[] };

const arnOf = (id: string): string => `\${${id}.Arn}`;

/** What CDK calls a queue or a bucket is its URL or name; its policy speaks of its ARN. */
const arnOfRef = (value: unknown): string => textOf(value).replace(/^\$\{(\w+)\}$/, (_, id) => arnOf(id));

const READERS: Readonly<Record<string, (id: string, properties: Resource['Properties']) => Guarded[]>> = {
  'AWS::SNS::TopicPolicy': (_, { Topics, PolicyDocument }) =>
    (Topics as unknown[]).map((topic) => ({
      resource: textOf(topic),
      statements: statementsOf(PolicyDocument),
    })),
  'AWS::SQS::QueuePolicy': (_, { Queues, PolicyDocument }) =>
    (Queues as unknown[]).map((queue) => ({
      resource: arnOfRef(queue),
      statements: statementsOf(PolicyDocument),
    })),
  'AWS::S3::BucketPolicy': (_, { Bucket, PolicyDocument }) => [
    { resource: arnOfRef(Bucket), statements: statementsOf(PolicyDocument) },
  ],
  'AWS::KMS::Key': (id, { KeyPolicy }) => [{ resource: arnOf(id), statements: statementsOf(KeyPolicy) }],
  'AWS::DynamoDB::Table': (id, { ResourcePolicy }) => {
    const { PolicyDocument } = (ResourcePolicy ?? {}) as { PolicyDocument?: unknown };
    return PolicyDocument ? [{ resource: arnOf(id), statements: statementsOf(PolicyDocument) }] : [];
  },
  'AWS::IAM::Role': (id, { AssumeRolePolicyDocument }) => [
    { resource: arnOf(id), statements: statementsOf(AssumeRolePolicyDocument) },
  ],
  'AWS::Lambda::Permission': (_, { FunctionName, Action, Principal, SourceArn }) => [
    {
      resource: textOf(FunctionName),
      statements: [
        {
          effect: 'Allow',
          actions: [String(Action)],
          resources: [textOf(FunctionName)],
          conditions: { ArnLike: { 'aws:SourceArn': SourceArn } },
          principal: { Service: Principal },
        },
      ],
    },
  ],
};

/** Every resource policy of a template, trust policies and functions' permissions among them. */
export const guardedBy = ({ Resources }: Template): Guarded[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    const read = READERS[Type];
    if (read) return read(id, Properties);
    if (hasPrincipal(Properties)) throw new Error(`${Type} has a policy that nobody here reads.`);
    return [];
  });

const hasPrincipal = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('Principal' in value || Object.values(value).some((part) => hasPrincipal(part)));

const many = (value: unknown): string[] => [value].flat().map(textOf);

/** Whether a pattern of IAM, with `*` for anything, is this text. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[$(){}|./+?^[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(
    text,
  );

const OPERATORS: Readonly<Record<string, (pattern: string, text: string) => boolean>> = {
  Bool: (pattern, text) => pattern === text,
  StringEquals: (pattern, text) => pattern === text,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
};

/** A service by its name, or an account by its id, which a policy names by its root. */
const isMeant = (principal: unknown, who: string): boolean => {
  if (principal === '*') return true;
  const { Service = [], AWS = [] } = principal as { Service?: unknown; AWS?: unknown };
  return [...many(Service), ...many(AWS)].some(
    (each) => each === '*' || each === who || each.endsWith(`::${who}:root`),
  );
};

const withVariables = (pattern: string, context: Visit['context']): string =>
  pattern.replaceAll(/\$\{(aws:\w+)\}/g, (_, key: string) => context[key] ?? '');

const applies = ({ actions, conditions, principal }: Statement, { who, action, context }: Visit): boolean =>
  isMeant(principal, who) &&
  actions.some((pattern) => matches(pattern, action)) &&
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, patterns]) => {
      const holds = OPERATORS[operator];
      if (!holds) throw new Error(`Nobody here knows ${operator}.`);
      const value = context[key];
      return (
        value !== undefined && many(patterns).some((pattern) => holds(withVariables(pattern, context), value))
      );
    }),
  );

export const admits = ({ resource, statements }: Guarded, visit: Visit): boolean => {
  if (resource !== visit.resource) return false;
  const applying = statements.filter((statement) => applies(statement, visit));
  return (
    applying.some(({ effect }) => effect === 'Allow') && applying.every(({ effect }) => effect === 'Allow')
  );
};
