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
  | 'ANNOUNCEMENTS_TOPIC_ARN'
  | 'ARCHIVE_BUCKET'
  | 'REGIONS'
  | 'PENDING_QUOTA'
  | 'ACTIVE_QUOTA'
  | 'ROUTE_QUOTA'
  | 'CONNECT'
  | 'MANAGED_TAG'
  | 'OPEN_REQUESTS_LIMIT'
  | 'HOURLY_SUBMISSIONS_LIMIT'
  | 'DEFAULT_REMINDERS'
  | 'REVIEW_GRACE_DAYS'
  | 'UNVERIFIED_APPROVALS'
  | 'DELETE_FOUND'
  /** In minutes. */
  | 'PICK_UP_GRACE';

/** Set only where callers send tokens instead of signatures, or where their session names are bound to a tag. */
export type CallerVariable =
  | 'JWT_ACCOUNT_CLAIM'
  | 'JWT_GROUPS_CLAIM'
  | 'JWT_GROUPS_CLAIM_HOLDS'
  | 'JWT_NETWORK_TEAM_GROUP'
  | 'JWT_EMAIL_CLAIM'
  | 'JWT_EMAIL_IS_VERIFIED'
  | 'SESSION_NAME_TAG';
