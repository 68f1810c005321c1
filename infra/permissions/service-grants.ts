import type { Grant } from './grant.ts';

/** Executions are started through the alias. A policy names the state machine and has the alias as a condition. */
export const startExecutions: Grant = {
  actions: ['states:StartExecution'],
  resources: ({ stateMachineArn }) => [stateMachineArn],
  conditions: ({ stateMachineAlias }) => ({
    'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [stateMachineAlias] },
  }),
};

export const listExecutions: Grant = {
  actions: ['states:ListExecutions'],
  resources: ({ stateMachineArn }) => [stateMachineArn],
};

export const describeExecutions: Grant = {
  actions: ['states:DescribeExecution'],
  resources: ({ executionArns }) => [executionArns],
};

const sendToken = (action: string): Grant => ({
  actions: [action],
  resources: ({ stateMachineArn }) => [stateMachineArn],
});

export const answerTasks = sendToken('states:SendTaskSuccess');
export const failTasks = sendToken('states:SendTaskFailure');

/**
 * In its sandbox, SES also authorizes the recipient's identity, which is an address or a domain that somebody
 * verified. The sender's address is what limits the statement.
 */
export const sendMail: Grant = {
  actions: ['ses:SendEmail'],
  resources: ({ mailIdentityArns, configurationSetArn }) => [mailIdentityArns, configurationSetArn],
  conditions: ({ senderAddress }) => ({ StringEquals: { 'ses:FromAddress': senderAddress } }),
};

export const putEvents: Grant = {
  actions: ['events:PutEvents'],
  resources: ({ eventBusArn }) => [eventBusArn],
  // A call can put many events, so the key has many values. `Null` is for a call without any.
  conditions: () => ({
    'ForAllValues:StringEquals': { 'events:source': 'peerway' },
    Null: { 'events:source': 'false' },
  }),
};

/** Allows publishing to the hub's topic, which is encrypted, and to those of accounts. SNS asks KMS in the publisher's name. */
export const publishAnnouncements: readonly Grant[] = [
  {
    actions: ['sns:Publish'],
    // A policy can't list hundreds of accounts: the topic's own policy must let the hub publish.
    resources: ({ announcementsTopicArn, ownTopicArns }) => [announcementsTopicArn, ownTopicArns],
    conditions: ({ organizationId }) =>
      organizationId ? { StringEquals: { 'aws:ResourceOrgID': organizationId } } : undefined,
  },
  {
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: ({ keyArn }) => [keyArn],
    conditions: ({ viaSns }) => ({ StringEquals: { 'kms:ViaService': viaSns } }),
  },
];

/** Allows adding encrypted objects to the archive. It can't read, change or delete any. */
export const addToArchive: readonly Grant[] = [
  {
    actions: ['s3:PutObject'],
    resources: ({ archiveArn }) => [`${archiveArn}/pr-*`, `${archiveArn}/directory/*`],
  },
  { actions: ['kms:GenerateDataKey'], resources: ({ keyArn }) => [keyArn] },
];
