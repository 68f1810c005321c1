import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Policies, PolicyDocument } from './policies.ts';

/** One question to IAM: may this role or service do this to that, under these circumstances? */
export type Question = {
  /** A key of `Policies.roles`, or a service of AWS. */
  who: string;
  action: string;
  resource: string;
  /** The account that owns the resource. */
  owner: string;
  context: Readonly<Record<string, string | string[]>>;
};

/**
 * AWS documents no resource for these, yet asks IAM about the state machine: its refusals name it ("not authorized
 * to perform: states:SendTaskFailure on resource: arn:aws:states:…:stateMachine:…"), and the CDK's
 * `grantTaskResponse` allows no more. https://github.com/aws/aws-cdk/pull/8486
 */
const ASKED_ABOUT_A_RESOURCE = ['states:SendTaskSuccess', 'states:SendTaskFailure'];

/**
 * Whether the policies allow it, as IAM evaluates them.
 *
 * @throws Error if AWS knows no such action, resource or context key
 */
export const isAllowed = async (question: Question, policies: Policies): Promise<boolean> => {
  const simulation = simulationOf(question, policies);
  if (ASKED_ABOUT_A_RESOURCE.includes(question.action)) {
    return runUnsafeSimulation(simulation, {}) === 'Allowed';
  }
  const result = await runSimulation(simulation, {});
  if (result.resultType === 'error') {
    throw new Error(`${tell(question)}: ${JSON.stringify(result.errors)}`);
  }
  const all = result.resultType === 'single' ? [result.result] : result.results;
  const unknown = all.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  if (unknown.length > 0) throw new Error(`${tell(question)}: AWS sets no ${unknown.join(', ')}`);
  return result.overallResult === 'Allowed';
};

export const tell = ({ who, action, resource, context }: Question): string => {
  const circumstances = Object.entries(context).map(([key, value]) => `${key}=${[value].flat().join('|')}`);
  return [`${who}: ${action} on ${resource}`, ...circumstances].join(' ');
};

const simulationOf = (
  { who, action, resource, owner, context }: Question,
  policies: Policies,
): Simulation => {
  const { principal, identityPolicies, boundary, about } = whoIs(who, policies);
  return {
    request: {
      principal,
      action,
      resource: { resource, accountId: owner },
      contextVariables: { 'aws:SecureTransport': 'true', ...about, ...context },
    },
    identityPolicies: identityPolicies.map((policy, index) => ({ name: `policy ${index}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: resourcePolicyOf(resource, policies),
    ...(boundary && { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
  };
};

const SERVICE = /^[\w.-]+\.amazonaws\.com$/;

const whoIs = (who: string, { roles }: Policies) => {
  if (SERVICE.test(who)) return { principal: who, identityPolicies: [], boundary: undefined, about: {} };
  const role = roles.get(who);
  if (!role) throw new Error(`${who} has no role`);
  const { arn, account, policies, boundary } = role;
  return {
    principal: `arn:aws:sts::${account}:assumed-role/${arn.split('/').at(-1)}/session`,
    identityPolicies: policies,
    boundary,
    about: { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': account },
  };
};

/** A table's policy holds for its indexes too, and a bucket's for its objects. */
const resourcePolicyOf = (resource: string, { ofResources }: Policies): PolicyDocument | undefined => {
  const isObject = resource.startsWith('arn:aws:s3:::');
  const whole = isObject ? resource.split('/')[0] : resource.replace(/\/index\/.*$/, '');
  return ofResources.get(whole ?? resource);
};
