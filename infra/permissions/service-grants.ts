import type { Grant, MemberRole } from './grant.ts';

/**
 * Takes on our role in whichever account a request names: a policy cannot list hundreds of them. The role itself
 * decides, by its external id and its trust in the hub's role path.
 */
export const assume = (role: MemberRole): Grant => ({
  actions: ['sts:AssumeRole'],
  on: (hub) => [hub.memberRoleArn(role)],
  when: ({ organizationId }) =>
    organizationId ? { StringEquals: { 'aws:ResourceOrgID': organizationId } } : undefined,
});

/** Executions are started by the alias, and so on a published version; a policy names the state machine itself. */
export const startExecutions: Grant = {
  actions: ['states:StartExecution'],
  on: ({ stateMachineArn }) => [stateMachineArn],
  when: ({ stateMachineAlias }) => ({
    'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [stateMachineAlias] },
  }),
};

export const listExecutions: Grant = {
  actions: ['states:ListExecutions'],
  on: ({ stateMachineArn }) => [stateMachineArn],
};

export const describeExecutions: Grant = {
  actions: ['states:DescribeExecution'],
  on: ({ executionArns }) => [executionArns],
};

const answer = (action: string): Grant => ({
  actions: [action],
  on: ({ stateMachineArn }) => [stateMachineArn],
});

export const answerTasks = answer('states:SendTaskSuccess');
export const failTasks = answer('states:SendTaskFailure');

export const sendMail: Grant = {
  actions: ['ses:SendEmail'],
  on: ({ mailIdentityArn, configurationSetArn }) => [mailIdentityArn, configurationSetArn],
  when: ({ senderAddress }) => ({ StringEquals: { 'ses:FromAddress': senderAddress } }),
};

export const putEvents: Grant = {
  actions: ['events:PutEvents'],
  on: ({ eventBusArn }) => [eventBusArn],
  when: () => ({ StringEquals: { 'events:source': 'peerway' } }),
};

/** Writes objects under the key of the archive, and can neither read, change nor delete one. */
export const addToArchive: readonly Grant[] = [
  { actions: ['s3:PutObject'], on: ({ archiveArn }) => [`${archiveArn}/pr-*`] },
  { actions: ['kms:GenerateDataKey'], on: ({ keyArn }) => [keyArn] },
];
