import type { Grant } from '../permissions/grant.ts';

/** Every variable of wiring.ts that the stack sets; Lambda itself sets AWS_REGION. */
export type Variable =
  | 'TABLE_NAME'
  | 'STATE_MACHINE_ARN'
  | 'SENDER_ADDRESS'
  | 'SES_CONFIGURATION_SET'
  | 'NETWORK_TEAM_ADDRESS'
  | 'BASE_URL'
  | 'EXTERNAL_ID'
  | 'NETWORK_TEAM_ROLE_ARNS'
  | 'EVENT_BUS_NAME'
  | 'ARCHIVE_BUCKET'
  | 'PENDING_QUOTA'
  | 'ACTIVE_QUOTA'
  | 'DEFAULT_REMINDERS'
  | TokenVariable;

/** Read only where callers bring tokens instead of signatures. */
export type TokenVariable = 'JWT_ACCOUNT_CLAIM' | 'JWT_GROUPS_CLAIM' | 'JWT_NETWORK_TEAM_GROUP';

/** How one function is deployed. What it may do and read is just what its code does, which a test compares. */
export type FunctionSettings = {
  grants: readonly Grant[];
  variables: readonly Variable[];
  memoryMb: number;
  timeoutSeconds: number;
  /** `ec2`: as many at once as the configuration lets ask EC2; a number: so many; absent: as many as come. */
  atOnce?: 'ec2' | number;
};
