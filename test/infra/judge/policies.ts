import { functionsOf } from '../template/statements.ts';
import { resourcesOf, type Synthesized, type Template } from '../template/synthesized.ts';
import { concrete, HUB } from './concrete.ts';

export type Statement = {
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Principal?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
};

export type PolicyDocument = { Version: string; Statement: Statement[] };

/** A role, with all that decides what it may do. */
export type Role = {
  arn: string;
  account: string;
  policies: readonly PolicyDocument[];
  boundary: PolicyDocument | undefined;
};

/** All policies of both templates, without references. */
export type Policies = {
  /** By the function's file in functions/, or by the name of a member account's role. */
  roles: ReadonlyMap<string, Role>;
  /** The policies of resources, by their ARNs; a role's is its trust policy. */
  ofResources: ReadonlyMap<string, PolicyDocument>;
  /** A function's environment variables, by the function's file. */
  environments: ReadonlyMap<string, Readonly<Record<string, string>>>;
  tableArn: string;
  transientTableArn: string;
  keyArn: string;
  archiveArn: string;
};

/** A member account's role is in each member account. It is asked for in these. */
export const MEMBERS = ['111111111111', '222222222222'];

export const memberRole = (name: string, account: string): string => `${name} in ${account}`;

/** Without the account, because a role has the same policies in all of them. */
export const roleName = (who: string): string => who.replace(/ in \d+$/, '');

export const policiesOf = ({ hub, spoke }: Synthesized): Policies => {
  const { resolve, arnOf } = concrete(hub, HUB.account);
  const functions = functionsOf(hub);
  const roles = new Map(functions.map(({ entry, roleId }) => [entry, roleOf(hub, HUB.account, roleId)]));
  const ofResources = new Map<string, PolicyDocument>();
  for (const account of MEMBERS) {
    for (const [id, { Properties }] of resourcesOf(spoke, 'AWS::IAM::Role')) {
      const role = roleOf(spoke, account, id);
      roles.set(memberRole(String(Properties['RoleName']), account), role);
      ofResources.set(role.arn, documentOf(spoke, account, Properties['AssumeRolePolicyDocument']));
    }
  }
  const only = (type: string): string => arnOf(resourcesOf(hub, type)[0]?.[0] ?? '');
  const tables = resourcesOf(hub, 'AWS::DynamoDB::Table');
  const tableArnOf = (hasStream: boolean): string =>
    arnOf(tables.find(([, { Properties }]) => 'StreamSpecification' in Properties === hasStream)?.[0] ?? '');
  for (const [id, { Properties }] of tables) {
    const policy = Properties['ResourcePolicy'] as { PolicyDocument: unknown } | undefined;
    if (policy) ofResources.set(arnOf(id), documentOf(hub, HUB.account, policy.PolicyDocument));
  }
  for (const [id, { Properties }] of resourcesOf(hub, 'AWS::KMS::Key')) {
    ofResources.set(arnOf(id), documentOf(hub, HUB.account, Properties['KeyPolicy']));
  }
  for (const [type, of] of Object.entries(ATTACHED)) {
    for (const [, { Properties }] of resourcesOf(hub, type)) {
      for (const target of [resolve(Properties[of])].flat() as string[]) {
        const arn = target.startsWith('arn:') ? target : arnOf(target);
        ofResources.set(arn, documentOf(hub, HUB.account, Properties['PolicyDocument']));
      }
    }
  }
  return {
    roles,
    ofResources,
    environments: new Map(
      functions.map(({ entry, properties }) => {
        const { Variables = {} } = (properties['Environment'] ?? {}) as { Variables?: object };
        return [entry, resolve(Variables) as Record<string, string>];
      }),
    ),
    tableArn: tableArnOf(true),
    transientTableArn: tableArnOf(false),
    keyArn: only('AWS::KMS::Key'),
    archiveArn: archiveOf(hub),
  };
};

/** Policies that are resources themselves, and the property that says what they are attached to. */
const ATTACHED: Readonly<Record<string, string>> = {
  'AWS::S3::BucketPolicy': 'Bucket',
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::SNS::TopicPolicy': 'Topics',
};

const archiveOf = (hub: Template): string => {
  const [[id] = ['']] = resourcesOf(hub, 'AWS::S3::Bucket').filter(
    ([, { Properties }]) => Properties['ObjectLockEnabled'],
  );
  return concrete(hub, HUB.account).arnOf(id);
};

const documentOf = (template: Template, account: string, document: unknown): PolicyDocument =>
  concrete(template, account).resolve(document) as PolicyDocument;

const roleOf = (template: Template, account: string, id: string): Role => {
  const { resolve, arnOf, nameOf } = concrete(template, account);
  const { Properties } = template.Resources[id] ?? {};
  if (!Properties) throw new Error(`The template has no role ${id}`);
  const attached = (type: string) =>
    resourcesOf(template, type).filter(([policyId, policy]) => {
      const roles = (resolve(policy.Properties['Roles']) ?? []) as string[];
      const managed = (resolve(Properties['ManagedPolicyArns']) ?? []) as string[];
      return roles.includes(nameOf(id)) || (type === MANAGED && managed.includes(arnOf(policyId)));
    });
  const inline = (Properties['Policies'] ?? []) as { PolicyDocument: unknown }[];
  const boundary = resolve(Properties['PermissionsBoundary']);
  const boundaryPolicy = resourcesOf(template, MANAGED).find(
    ([policyId]) => arnOf(policyId) === boundary,
  )?.[1];
  if (boundary && !boundaryPolicy) throw new Error(`What does ${boundary} allow?`);
  const asDocument = (document: unknown) => documentOf(template, account, document);
  return {
    arn: arnOf(id),
    account,
    policies: [
      ...inline.map((policy) => asDocument(policy.PolicyDocument)),
      ...[...attached('AWS::IAM::Policy'), ...attached(MANAGED)].map(([, policy]) =>
        asDocument(policy.Properties['PolicyDocument']),
      ),
    ],
    boundary: boundaryPolicy && asDocument(boundaryPolicy.Properties['PolicyDocument']),
  };
};

const MANAGED = 'AWS::IAM::ManagedPolicy';
