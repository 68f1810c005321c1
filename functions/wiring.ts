import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger } from '@smithy/types';
import { ulid } from 'ulid';
import { dynamodbAbsenceNotes } from './adapters/dynamodb-absence-notes.ts';
import { dynamodbBookmarks } from './adapters/dynamodb-bookmarks.ts';
import { dynamodbBudgets } from './adapters/dynamodb-budgets.ts';
import { dynamodbCursors } from './adapters/dynamodb-cursors.ts';
import { dynamodbDirectory, dynamodbDirectoryStore } from './adapters/dynamodb-directory.ts';
import { dynamodbLinks } from './adapters/dynamodb-links.ts';
import { dynamodbListMails } from './adapters/dynamodb-list-mails.ts';
import { dynamodbLists } from './adapters/dynamodb-lists.ts';
import { dynamodbMissingAccounts } from './adapters/dynamodb-missing-accounts.ts';
import { dynamodbAccountLooks, dynamodbRegister } from './adapters/dynamodb-register.ts';
import { dynamodbRequests } from './adapters/dynamodb-requests.ts';
import { dynamodbReviews } from './adapters/dynamodb-reviews.ts';
import { type Ec2Clients, ec2Clients } from './adapters/ec2-clients.ts';
import { ec2Connections } from './adapters/ec2-connections.ts';
import { ec2RouteTables, type ManagedTag } from './adapters/ec2-route-tables.ts';
import { ec2SecurityGroups } from './adapters/ec2-security-groups.ts';
import { ec2Vpcs } from './adapters/ec2-vpcs.ts';
import { eventbridgeBus } from './adapters/eventbridge-bus.ts';
import { s3Archive } from './adapters/s3-archive.ts';
import { sesMailer } from './adapters/ses-mailer.ts';
import { sfnExecutions } from './adapters/sfn-executions.ts';
import { sfnTaskTokens } from './adapters/sfn-task-tokens.ts';
import { snsTopics } from './adapters/sns-topics.ts';
import type { Announcements, Archive, EventBus } from './domain/announce/ports.ts';
import type { Connections, Vpcs } from './domain/connection/ports.ts';
import type { ConnectSettings } from './domain/connectivity/left-to-do.ts';
import type { RouteTables, SecurityGroups } from './domain/connectivity/ports.ts';
import type { Directory, DirectoryStore, MissingAccounts } from './domain/directory/ports.ts';
import type { Links } from './domain/links/ports.ts';
import type { AbsenceNotes, ListMails, Mailer } from './domain/mail/ports.ts';
import type { AccountLooks, Register } from './domain/register/ports.ts';
import type { Viewer } from './domain/request/may-learn-of.ts';
import type { RequestId, Side, Sides } from './domain/request/peering-request.ts';
import type {
  Bookmarks,
  Budgets,
  Clock,
  Cursors,
  RequestLists,
  Requests,
  Reviews,
} from './domain/request/ports.ts';
import { DEFAULT_REMINDERS } from './domain/request/window.ts';
import type { Applicant } from './domain/submission/preflight/applicant.ts';
import { type Begun, beginPreflight as runBegin } from './domain/submission/preflight/begin-preflight.ts';
import { type Preflight, preflight as runPreflight } from './domain/submission/preflight/preflight.ts';
import type { Limits } from './domain/submission/spend-budget.ts';
import type { Executions, TaskTokens } from './domain/workflow/ports.ts';
import type { CallerVariable, Variable } from './variables.ts';

/**
 * Creates the adapters from the environment. Each is created on first use and cached for the life of the function
 * instance; a function's bundle contains only the clients that it uses.
 */

const env = (name: Variable | 'AWS_REGION', unset?: string): string => {
  const value = process.env[name] || unset;
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

/**
 * The adapters that exist already. The functions below don't use a memoizing helper, so that the bundler can remove
 * those that a Lambda function never calls.
 */
const cache: {
  db?: DynamoDBDocumentClient;
  requests?: Requests;
  lists?: RequestLists;
  cursors?: Cursors;
  bookmarks?: Bookmarks;
  links?: Links;
  directory?: Directory;
  directoryStore?: DirectoryStore;
  budgets?: Budgets;
  register?: Register;
  accountLooks?: AccountLooks;
  listMails?: ListMails;
  absenceNotes?: AbsenceNotes;
  missingAccounts?: MissingAccounts;
  reviews?: Reviews;
  ec2?: Ec2Clients;
  connections?: Connections;
  vpcs?: Vpcs;
  routeTables?: RouteTables;
  securityGroups?: SecurityGroups;
  executions?: Executions;
  taskTokens?: TaskTokens;
  mailer?: Mailer;
  eventBus?: EventBus;
  announcements?: Announcements;
  archive?: Archive;
} = {};

/** Without `info`, a client doesn't copy each call's input and output for its log, which nobody reads. */
const CLIENT_LOG = { debug: () => undefined, warn: () => undefined } as unknown as Logger;

/** For every client: a slow service times out early enough for the function to retry. */
const clientConfig = () => ({
  maxAttempts: 3,
  logger: CLIENT_LOG,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: Number(process.env['REQUEST_TIMEOUT_MS'] ?? 5000),
    throwOnRequestTimeout: true,
  },
});

const db = (): DynamoDBDocumentClient =>
  (cache.db ??= DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()), {
    marshallOptions: { removeUndefinedValues: true },
  }));

const table = (): string => env('TABLE_NAME');

const transientTable = (): string => env('TRANSIENT_TABLE_NAME');

export const requests = (): Requests =>
  (cache.requests ??= dynamodbRequests(db(), table(), transientTable(), clock));

export const lists = (): RequestLists => (cache.lists ??= dynamodbLists(db(), table()));

export const cursors = (): Cursors => (cache.cursors ??= dynamodbCursors(db(), transientTable()));

export const bookmarks = (): Bookmarks => (cache.bookmarks ??= dynamodbBookmarks(db(), transientTable()));

export const links = (): Links => (cache.links ??= dynamodbLinks(db(), transientTable(), table()));

export const budgets = (): Budgets => (cache.budgets ??= dynamodbBudgets(db(), transientTable()));

export const register = (): Register => (cache.register ??= dynamodbRegister(db(), table()));

export const accountLooks = (): AccountLooks =>
  (cache.accountLooks ??= dynamodbAccountLooks(db(), transientTable(), clock));

export const listMails = (): ListMails => (cache.listMails ??= dynamodbListMails(db(), transientTable()));

export const absenceNotes = (): AbsenceNotes =>
  (cache.absenceNotes ??= dynamodbAbsenceNotes(db(), transientTable()));

export const missingAccounts = (): MissingAccounts =>
  (cache.missingAccounts ??= dynamodbMissingAccounts(db(), transientTable(), clock));

export const reviews = (): Reviews => (cache.reviews ??= dynamodbReviews(db(), table()));

export const directory = (): Directory => (cache.directory ??= dynamodbDirectory(db(), table(), clock));

export const directoryStore = (): DirectoryStore =>
  (cache.directoryStore ??= dynamodbDirectoryStore(db(), table()));

const memberAccounts = (): Ec2Clients =>
  (cache.ec2 ??= ec2Clients(env('EXTERNAL_ID'), partition(), clientConfig()));

export const connections = (): Connections => (cache.connections ??= ec2Connections(memberAccounts()));

export const vpcs = (): Vpcs => (cache.vpcs ??= ec2Vpcs(memberAccounts()));

export const routeTables = (): RouteTables =>
  (cache.routeTables ??= ec2RouteTables(memberAccounts(), managedTag()));

export const securityGroups = (): SecurityGroups =>
  (cache.securityGroups ??= ec2SecurityGroups(memberAccounts()));

/** The variable is the tag as `key=value`. */
export const managedTag = (): ManagedTag => {
  const [key = '', value = ''] = env('MANAGED_TAG').split('=', 2);
  return { key, value };
};

/** EC2's quota of routes in a route table, IPv4 and IPv6 apart. */
export const routesPerTable = (): number => Number(env('ROUTE_QUOTA'));

/** What the member accounts' roles let Peerway do: nothing, unless the configuration turns it on. */
export const connectAbilities = () => {
  const abilities = env('CONNECT', 'none').split(',');
  return { routes: abilities.includes('routes'), dns_resolution: abilities.includes('dns-resolution') };
};

/** What the configuration says about connecting two VPCs. */
export const connectSettings = (): ConnectSettings => ({ abilities: connectAbilities(), tag: managedTag() });

export const executions = (): Executions =>
  (cache.executions ??= sfnExecutions(new SFNClient(clientConfig()), env('STATE_MACHINE_ARN')));

export const taskTokens = (): TaskTokens =>
  (cache.taskTokens ??= sfnTaskTokens(new SFNClient(clientConfig())));

export const mailer = (): Mailer =>
  (cache.mailer ??= sesMailer(
    new SESv2Client(clientConfig()),
    env('SENDER_ADDRESS'),
    env('SES_CONFIGURATION_SET'),
  ));

/** For how many days a removal that a review decided can be changed. */
export const reviewGraceDays = (): number => Number(env('REVIEW_GRACE_DAYS'));

/** How many mails may be sent on behalf of an account in an hour. */
export const mailsPerHour = (): number => Number(env('MAIL_BUDGET'));

export const eventBus = (): EventBus =>
  (cache.eventBus ??= eventbridgeBus(new EventBridgeClient(clientConfig()), env('EVENT_BUS_NAME')));

export const announcements = (): Announcements =>
  (cache.announcements ??= snsTopics(
    (region) => new SNSClient({ ...clientConfig(), region }),
    env('ANNOUNCEMENTS_TOPIC_ARN'),
  ));

export const archive = (): Archive =>
  (cache.archive ??= s3Archive(new S3Client(clientConfig()), env('ARCHIVE_BUCKET')));

export { reportUnreadable } from './adapters/report-unreadable.ts';
export { auditEventOf, directoryChangeOf } from './adapters/stream-image.ts';

export const clock: Clock = () => new Date();

export const newRequestId = (): RequestId => `pr-${ulid(clock().getTime())}`;

/** How the API identifies callers. The token's variables are set only where callers send tokens. */
export const callerRules = () => {
  const {
    JWT_ACCOUNT_CLAIM: account_claim,
    JWT_GROUPS_CLAIM: groups_claim,
    JWT_GROUPS_CLAIM_HOLDS,
    JWT_NETWORK_TEAM_GROUP: network_team_group,
    JWT_EMAIL_CLAIM: email_claim,
    JWT_EMAIL_IS_VERIFIED,
    SESSION_NAME_TAG,
  } = process.env as Partial<Record<CallerVariable, string>>;
  return {
    network_team_role_arns: env('NETWORK_TEAM_ROLE_ARNS').split(','),
    are_sessions_named_by_tag: Boolean(SESSION_NAME_TAG),
    ...(account_claim &&
      groups_claim &&
      network_team_group && {
        token: {
          account_claim,
          groups_claim,
          groups_without_spaces: JWT_GROUPS_CLAIM_HOLDS === 'groups-without-spaces',
          network_team_group,
          ...(email_claim && {
            email: { claim: email_claim, is_always_verified: JWT_EMAIL_IS_VERIFIED === 'true' },
          }),
        },
      }),
  };
};

/** Seconds before the window's end at which approvers are reminded, unless the account's entry has its own. */
export const defaultReminders = (): number[] =>
  env('DEFAULT_REMINDERS', DEFAULT_REMINDERS.join(',')).split(',').map(Number);

export const networkTeamAddress = (): string => env('NETWORK_TEAM_ADDRESS');

const limits = (): Limits => ({
  open_requests: Number(env('OPEN_REQUESTS_LIMIT')),
  ...hourlyLimit(),
});

/** How often an account may have Peerway look in EC2. */
export const hourlyLimit = () => ({ submissions_per_hour: Number(env('HOURLY_SUBMISSIONS_LIMIT')) });

export const beginPreflight = (sides: Sides, viewer: Viewer): Promise<Begun> =>
  runBegin(sides, viewer, {
    requests: requests(),
    directory: directory(),
    budgets: budgets(),
    limits: limits(),
    clock,
  });

export const preflight = async (
  requester: Side,
  accepter: Side,
  applicant: Applicant,
  begun?: Begun,
): Promise<Preflight> =>
  runPreflight(
    requester,
    accepter,
    applicant,
    begun ?? (await beginPreflight({ requester, accepter }, applicant.viewer)),
    {
      connections: connections(),
      vpcs: vpcs(),
      routeTables: routeTables(),
      routesPerTable: routesPerTable(),
      abilities: connectAbilities(),
      regions: regions(),
      contactDomains: contactDomains(),
      networkTeamAddress: networkTeamAddress(),
      quotas: {
        pending_per_account: Number(env('PENDING_QUOTA')),
        active_per_vpc: Number(env('ACTIVE_QUOTA')),
      },
      unverified_approvals: Number(env('UNVERIFIED_APPROVALS')),
      limits: limits(),
    },
  );

/** The partition of AWS in which everything is. */
export const partition = (): string => env('PARTITION');

/** In which contacts may be, besides the requester account's own. */
export const contactDomains = (): string[] => env('CONTACT_DOMAINS').split(',');

/** In which VPCs can be peered. */
export const regions = (): string[] => env('REGIONS').split(',');

/** Whether the member accounts' roles let Peerway delete connections that it didn't create. */
export const mayDeleteFound = (): boolean => env('DELETE_FOUND', 'false') === 'true';

/** How long a connection must have been pending before Peerway makes a request of it. */
export const pickUpGraceMs = (): number => Number(env('PICK_UP_GRACE')) * 60_000;

export const homeRegion = (): string => env('AWS_REGION');

export const baseUrl = (): string => env('BASE_URL');

export const decisionUrl = (token: string): string => `${baseUrl()}/decisions/${token}`;

export const statusUrl = (token: string): string => `${baseUrl()}/status/${token}`;

export const reviewUrl = (token: string): string => `${baseUrl()}/reviews/${token}`;

export const boardUrl = (token: string): string => `${baseUrl()}/board/${token}`;
