/** The names and ARNs of the hub's resources, for policies. */
export type HubResources = {
  tableArn: string;
  transientTableArn: string;
  stateMachineArn: string;
  stateMachineAlias: string;
  /** A pattern for every execution of the state machine. */
  executionArns: string;
  eventBusArn: string;
  announcementsTopicArn: string;
  /** A pattern for the topics of all accounts that their entries can name. */
  ownTopicArns: string;
  /** A pattern for every SES identity of the account. */
  mailIdentityArns: string;
  configurationSetArn: string;
  senderAddress: string;
  archiveArn: string;
  keyArn: string;
  /** The values of `kms:ViaService` with which SNS uses the key. */
  viaSns: readonly string[];
  memberRoleArn(role: MemberRole): string;
  organizationId: string | undefined;
  /** Whether the member accounts have the role that changes routes and DNS resolution. */
  canConnect: boolean;
};

/** The spoke stack's roles in each member account. */
export type MemberRole = 'PeerwayViewer' | 'PeerwayRequester' | 'PeerwayAccepter' | 'PeerwayConnector';

export type Conditions = Record<string, Record<string, unknown>>;

/** A statement in the policy of a function's role. */
export type Grant = {
  actions: readonly string[];
  resources(hub: HubResources): readonly string[];
  conditions?(hub: HubResources): Conditions | undefined;
};
