/** The environment variables that the stack sets and wiring.ts reads; AWS_REGION is Lambda's own. */
export type Variable =
  | 'TABLE_NAME'
  | 'TRANSIENT_TABLE_NAME'
  | 'STATE_MACHINE_ARN'
  | 'SENDER_ADDRESS'
  | 'SES_CONFIGURATION_SET'
  | 'NETWORK_TEAM_ADDRESS'
  | 'CONTACT_DOMAINS'
  | 'MAIL_BUDGET'
  | 'BASE_URL'
  | 'EXTERNAL_ID'
  | 'PARTITION'
  | 'NETWORK_TEAM_ROLE_ARNS'
  | 'EVENT_BUS_NAME'
  | 'ARCHIVE_BUCKET'
  | 'REGIONS'
  | 'PENDING_QUOTA'
  | 'ACTIVE_QUOTA'
  | 'OPEN_REQUESTS_LIMIT'
  | 'HOURLY_SUBMISSIONS_LIMIT'
  | 'DEFAULT_REMINDERS';

/** Set only where callers send tokens instead of signatures. */
export type TokenVariable =
  | 'JWT_ACCOUNT_CLAIM'
  | 'JWT_GROUPS_CLAIM'
  | 'JWT_GROUPS_CLAIM_HOLDS'
  | 'JWT_NETWORK_TEAM_GROUP';
