import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { CallerVariable, Variable } from '../../functions/variables.ts';
import { partitionOf, viaService } from '../configuration/partition.ts';
import type { Configuration } from '../configuration/schema.ts';
import type { HubResources } from '../permissions/grant.ts';
import { canConnect } from '../permissions/member-access.ts';
import type { AnnouncementsTopic } from './announcements.ts';
import type { AuditArchive } from './audit-archive.ts';
import type { EncryptionKey } from './encryption-key.ts';
import type { PeeringApi } from './http-api.ts';
import type { Mail } from './mail.ts';
import type { RequestsTable } from './requests-table.ts';
import type { TransientTable } from './transient-table.ts';
import { LIVE, stateMachineName } from './workflow.ts';

/** The resources that the functions use. */
export type Parts = {
  encryptionKey: EncryptionKey;
  table: RequestsTable;
  transientTable: TransientTable;
  archive: AuditArchive;
  mail: Mail;
  eventBus: EventBus;
  announcements: AnnouncementsTopic;
  http: PeeringApi;
};

/**
 * The names and ARNs that the functions' policies need. The state machine's ARN is built from its name: the state
 * machine refers to the functions, so they can't refer to it.
 */
export const hubResources = (stack: Stack, parts: Parts, configuration: Configuration): HubResources => {
  const { table, transientTable, archive, mail, eventBus, announcements, encryptionKey } = parts;
  const states = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const ses = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'ses', resource, resourceName });
  return {
    tableArn: table.tableArn,
    transientTableArn: transientTable.tableArn,
    stateMachineArn: states('stateMachine', stateMachineName(stack)),
    stateMachineAlias: LIVE,
    executionArns: states('execution', `${stateMachineName(stack)}:*`),
    eventBusArn: eventBus.eventBusArn,
    announcementsTopicArn: announcements.topic.topicArn,
    ownTopicArns: `arn:${stack.partition}:sns:*:*:peerway-*`,
    mailIdentityArns: ses('identity', '*'),
    configurationSetArn: ses('configuration-set', mail.configurationSet.configurationSetName),
    senderAddress: mail.senderAddress,
    archiveArn: archive.bucket.bucketArn,
    keyArn: encryptionKey.keyArn,
    viaSns: viaService('sns', stack.region),
    memberRoleArn: (role) => `arn:${stack.partition}:iam::*:role/${role}`,
    organizationId: configuration.organizationId,
    canConnect: canConnect(configuration),
  };
};

/** The environment variables of the functions. */
export const hubEnvironment = (
  { table, transientTable, archive, mail, eventBus, announcements, http }: Parts,
  { stateMachineArn, stateMachineAlias }: HubResources,
  configuration: Configuration,
): Record<Variable | CallerVariable, string> => ({
  TABLE_NAME: table.tableName,
  TRANSIENT_TABLE_NAME: transientTable.tableName,
  STATE_MACHINE_ARN: `${stateMachineArn}:${stateMachineAlias}`,
  SENDER_ADDRESS: mail.sender,
  SES_CONFIGURATION_SET: mail.configurationSet.configurationSetName,
  NETWORK_TEAM_ADDRESS: configuration.networkTeamAddress,
  CONTACT_DOMAINS: contactDomains(configuration).join(','),
  MAIL_BUDGET: String(configuration.mail.hourlyLimit),
  REVIEW_GRACE_DAYS: String(configuration.review.graceDays),
  BASE_URL: configuration.domain ? `https://${configuration.domain.name}` : http.api.apiEndpoint,
  EXTERNAL_ID: configuration.externalId,
  PARTITION: partitionOf(configuration.hub.region).name,
  NETWORK_TEAM_ROLE_ARNS: configuration.networkTeamRoleArns.map(withoutPath).join(',') || 'none',
  EVENT_BUS_NAME: eventBus.eventBusName,
  ANNOUNCEMENTS_TOPIC_ARN: announcements.topic.topicArn,
  ARCHIVE_BUCKET: archive.bucket.bucketName,
  REGIONS: configuration.regions.join(','),
  PENDING_QUOTA: String(configuration.quotas.pendingPerAccount),
  ACTIVE_QUOTA: String(configuration.quotas.activePerVpc),
  ROUTE_QUOTA: String(configuration.quotas.routesPerTable),
  CONNECT: connectAbilities(configuration),
  MANAGED_TAG: `${configuration.connect.managedTag.key}=${configuration.connect.managedTag.value}`,
  OPEN_REQUESTS_LIMIT: String(configuration.limits.openRequestsPerAccount),
  HOURLY_SUBMISSIONS_LIMIT: String(configuration.limits.submissionsPerHour),
  UNVERIFIED_APPROVALS: String(configuration.unverifiedSubmitterApprovals),
  DELETE_FOUND: String(configuration.deleteFound),
  PICK_UP_GRACE: String(configuration.pickUp.graceMinutes),
  DEFAULT_REMINDERS: configuration.reminderDefaults.join(','),
  ...callerEnvironment(configuration.authorization),
});

const contactDomains = ({ mail, networkTeamAddress }: Configuration): readonly string[] =>
  mail.contactDomains?.length
    ? mail.contactDomains
    : [networkTeamAddress.slice(networkTeamAddress.lastIndexOf('@') + 1).toLowerCase()];

const connectAbilities = ({ connect }: Configuration): string =>
  [connect.routes && 'routes', connect.dnsResolution && 'dns-resolution'].filter(Boolean).join(',') || 'none';

const callerEnvironment = (authorization: Configuration['authorization']): Record<CallerVariable, string> => {
  const token = authorization.kind === 'jwt' ? authorization : undefined;
  return {
    JWT_ACCOUNT_CLAIM: token?.accountClaim ?? '',
    JWT_GROUPS_CLAIM: token?.groupsClaim ?? '',
    JWT_GROUPS_CLAIM_HOLDS: token?.groupsClaimHolds ?? '',
    JWT_NETWORK_TEAM_GROUP: token?.networkTeamGroup ?? '',
    JWT_EMAIL_CLAIM: token?.emailClaim ?? '',
    JWT_EMAIL_IS_VERIFIED: String(token?.emailIsVerified ?? false),
    SESSION_NAME_TAG: authorization.kind === 'iam' ? (authorization.sessionNameTag ?? '') : '',
  };
};

/** The ARN of a role's session has the role's name but not its path. IAM Identity Center's roles have paths. */
const withoutPath = (roleArn: string): string => roleArn.replace(/:role\/(?:.*\/)?/, ':role/');
