/** The names and ARNs of the hub's parts, as policies name them. */
export type HubResources = {
  tableArn: string;
  stateMachineArn: string;
  stateMachineAlias: string;
  /** Of every execution of the state machine. */
  executionArns: string;
  eventBusArn: string;
  mailIdentityArn: string;
  configurationSetArn: string;
  senderAddress: string;
  archiveArn: string;
  keyArn: string;
  memberRoleArn(role: MemberRole): string;
  organizationId: string | undefined;
};

/** The spoke stack's two roles in each member account. */
export type MemberRole = 'PeerwayRequester' | 'PeerwayAccepter';

export type Conditions = Record<string, Record<string, unknown>>;

/** One statement of a function's role. */
export type Grant = {
  actions: readonly string[];
  on(hub: HubResources): readonly string[];
  when?(hub: HubResources): Conditions | undefined;
};
