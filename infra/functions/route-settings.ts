import type { Variable } from '../../functions/variables.ts';
import { answerTasks, describeExecutions, sendMail, startExecutions } from '../permissions/service-grants.ts';
import {
  ALL_INDEXES,
  changeRequests,
  getItems,
  getManyItems,
  putItems,
  queryIndexes,
  queryItems,
  recordFoundRequests,
  recordRequests,
  updateItems,
} from '../permissions/table-grants.ts';
import { type FunctionSettings, TABLES } from './settings.ts';

/** API Gateway times out after 30 seconds. */
const COMMON = { memoryMb: 512, timeoutSeconds: 29 } as const;

const SIGNED = [...TABLES, 'NETWORK_TEAM_ROLE_ARNS'] as const satisfies Variable[];
const DIRECTORY = ['TABLE_NAME', 'NETWORK_TEAM_ROLE_ARNS'] as const satisfies Variable[];

const PAGE = { ...COMMON, variables: TABLES } as const satisfies Partial<FunctionSettings>;

/** Pages of one request show how to connect its VPCs. */
const REQUEST_PAGE = {
  ...COMMON,
  variables: [...TABLES, 'CONNECT', 'MANAGED_TAG'],
} as const satisfies Partial<FunctionSettings>;

/** Links that version 0.1 minted are in the requests' table. */
const findLinks = [getItems('link'), getItems('earlierLink')] as const;
const renewForms = [updateItems('link'), updateItems('earlierLink')] as const;

/** The page of a request, and what else waits for its reader. */
const READ_WAITING = [
  getItems('request'),
  queryItems('account', 'request', 'vpc'),
  queryIndexes(...ALL_INDEXES),
  getManyItems('request'),
  getItems('listMail'),
] as const;

/** For the limits on an account: its calls of this hour, and its open requests. */
const LIMIT_GRANTS = [updateItems('submissionBudget'), queryIndexes('pendingByRequester')] as const;

/** To submit: check both VPCs in EC2, record the request, start its workflow. */
const SUBMIT_GRANTS = [
  ...LIMIT_GRANTS,
  getItems('idempotency'),
  getItems('pair', 'request'),
  queryItems('account'),
  recordRequests,
  updateItems('missingAccount'),
  startExecutions,
] as const;

/** A change is one transaction with its records. */
const CHANGE_DIRECTORY = [queryItems('account'), putItems('account', 'directoryChange')] as const;

const READ_HISTORY = [
  queryItems('account', 'directoryChange'),
  getItems('cursorSecret'),
  updateItems('cursorSecret'),
] as const;

/** To call EC2 in member accounts. */
const MEMBER_VARIABLES = ['EXTERNAL_ID', 'PARTITION'] as const satisfies Variable[];

/** To look at route tables and DNS options there. */
const CONNECTIVITY_VARIABLES = [
  ...MEMBER_VARIABLES,
  'CONNECT',
  'MANAGED_TAG',
  'ROUTE_QUOTA',
] as const satisfies Variable[];

const PREFLIGHT_VARIABLES = [
  ...TABLES,
  ...CONNECTIVITY_VARIABLES,
  'REGIONS',
  'CONTACT_DOMAINS',
  'NETWORK_TEAM_ADDRESS',
  'PENDING_QUOTA',
  'ACTIVE_QUOTA',
  'OPEN_REQUESTS_LIMIT',
  'HOURLY_SUBMISSIONS_LIMIT',
  'UNVERIFIED_APPROVALS',
] as const satisfies Variable[];

const SUBMIT_VARIABLES = [...PREFLIGHT_VARIABLES, 'STATE_MACHINE_ARN'] as const satisfies Variable[];

const SUBMIT: FunctionSettings = {
  ...COMMON,
  grants: SUBMIT_GRANTS,
  memberAccess: 'view',
  variables: [...SUBMIT_VARIABLES, 'NETWORK_TEAM_ROLE_ARNS'],
};

/** The functions behind functions/routes.ts. */
export const ROUTE_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'api/submit-request': SUBMIT,
  'api/resubmit-request': SUBMIT,
  'api/preflight-request': {
    ...COMMON,
    grants: [
      ...LIMIT_GRANTS,
      getItems('pair', 'request'),
      queryItems('account'),
      updateItems('missingAccount'),
    ],
    memberAccess: 'view',
    variables: [...PREFLIGHT_VARIABLES, 'NETWORK_TEAM_ROLE_ARNS'],
  },
  'api/list-requests': {
    ...COMMON,
    grants: [
      queryItems('account', 'vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('request'),
      getItems('cursorSecret'),
      updateItems('cursorSecret'),
    ],
    variables: SIGNED,
  },
  'api/list-connections': {
    ...COMMON,
    grants: [
      queryIndexes('byStatus', 'byRequester', 'byAccepter'),
      queryItems('connection'),
      getManyItems('connection'),
      queryItems('accountLook'),
      getItems('cursorSecret'),
      updateItems('cursorSecret'),
    ],
    variables: SIGNED,
  },
  'api/adopt-connection': {
    ...COMMON,
    grants: [getItems('connection', 'request'), queryItems('account'), ...recordFoundRequests],
    memberAccess: 'view',
    variables: [...SIGNED, 'EXTERNAL_ID', 'PARTITION', 'CONTACT_DOMAINS'],
  },
  'api/get-request': { ...COMMON, grants: [getItems('request'), queryItems('account')], variables: SIGNED },
  'api/list-events': {
    ...COMMON,
    grants: [
      getItems('request'),
      queryItems('request'),
      getItems('cursorSecret'),
      updateItems('cursorSecret'),
    ],
    variables: SIGNED,
  },
  'api/get-connectivity': {
    ...COMMON,
    grants: [getItems('request'), queryItems('account'), updateItems('submissionBudget')],
    memberAccess: 'view',
    variables: [...SIGNED, ...CONNECTIVITY_VARIABLES, 'HOURLY_SUBMISSIONS_LIMIT'],
  },
  'api/connect-request': {
    ...COMMON,
    grants: [
      queryItems('account'),
      updateItems('submissionBudget'),
      ...changeRequests,
      startExecutions,
      describeExecutions,
    ],
    memberAccess: 'view',
    variables: [...SIGNED, 'STATE_MACHINE_ARN', ...CONNECTIVITY_VARIABLES, 'HOURLY_SUBMISSIONS_LIMIT'],
  },
  'api/cancel-request': {
    ...COMMON,
    grants: [...changeRequests, answerTasks, startExecutions, describeExecutions],
    variables: [...SIGNED, 'STATE_MACHINE_ARN', 'DELETE_FOUND'],
  },
  'api/extend-request': { ...COMMON, grants: [queryItems('account'), ...changeRequests], variables: SIGNED },
  'api/create-request-link': {
    ...COMMON,
    grants: [getItems('request'), putItems('link')],
    variables: [...SIGNED, 'BASE_URL'],
  },
  'api/decide-request': {
    ...COMMON,
    grants: [queryItems('account'), ...changeRequests, answerTasks],
    variables: [...SIGNED, 'CONNECT'],
  },
  'api/list-accounts': { ...COMMON, grants: [queryItems('account')], variables: DIRECTORY },
  'api/get-account': { ...COMMON, grants: [queryItems('account')], variables: DIRECTORY },
  'api/put-account': {
    ...COMMON,
    grants: CHANGE_DIRECTORY,
    variables: [...DIRECTORY, 'DEFAULT_REMINDERS', 'PARTITION'],
  },
  'api/delete-account': {
    ...COMMON,
    grants: CHANGE_DIRECTORY,
    variables: [...DIRECTORY, 'DEFAULT_REMINDERS'],
  },
  'api/list-account-events': { ...COMMON, grants: READ_HISTORY, variables: SIGNED },
  'api/get-directory': { ...COMMON, grants: [queryItems('account')], variables: DIRECTORY },
  'api/put-directory': {
    ...COMMON,
    memoryMb: 1024,
    grants: [queryItems('account', 'directoryChange'), putItems('account', 'directoryChange')],
    variables: [...DIRECTORY, 'DEFAULT_REMINDERS', 'PARTITION'],
  },
  'api/list-directory-events': { ...COMMON, grants: READ_HISTORY, variables: SIGNED },
  'api/create-board-link': {
    ...COMMON,
    grants: [putItems('link')],
    variables: [...SIGNED, 'BASE_URL'],
  },
  'api/get-caller': { ...COMMON, grants: [], variables: ['NETWORK_TEAM_ROLE_ARNS'] },
  'api/directory-schema': { ...COMMON, grants: [], variables: [] },
  'api/openapi': { ...COMMON, grants: [], variables: ['BASE_URL'] },
  'api/health': { ...COMMON, memoryMb: 128, grants: [], variables: [] },

  'pages/show-reference': { ...COMMON, memoryMb: 128, grants: [], variables: [] },
  'pages/not-found': { ...COMMON, grants: [], variables: [] },
  'pages/show-decision': {
    ...REQUEST_PAGE,
    grants: [...findLinks, ...READ_WAITING],
  },
  'pages/send-list': {
    ...REQUEST_PAGE,
    grants: [
      ...findLinks,
      ...renewForms,
      ...READ_WAITING,
      putItems('link'),
      updateItems('listMail'),
      sendMail,
    ],
    variables: [...REQUEST_PAGE.variables, 'SENDER_ADDRESS', 'SES_CONFIGURATION_SET', 'BASE_URL'],
  },
  'pages/make-decision': {
    ...REQUEST_PAGE,
    grants: [...findLinks, ...renewForms, queryItems('account', 'request'), ...changeRequests, answerTasks],
  },
  'pages/show-status': {
    ...REQUEST_PAGE,
    grants: [...findLinks, getItems('request', 'pair'), queryItems('account', 'request')],
  },
  'pages/ask-again': {
    ...PAGE,
    grants: [...findLinks, ...renewForms, putItems('link'), queryItems('request'), ...SUBMIT_GRANTS],
    memberAccess: 'view',
    variables: [...SUBMIT_VARIABLES, 'CONNECT', 'MANAGED_TAG'],
  },
  'pages/ask-for-more-time': {
    ...REQUEST_PAGE,
    grants: [
      ...findLinks,
      ...renewForms,
      getItems('pair'),
      queryItems('account', 'request'),
      ...changeRequests,
    ],
  },
  'pages/withdraw-request': {
    ...REQUEST_PAGE,
    grants: [
      ...findLinks,
      ...renewForms,
      getItems('pair'),
      queryItems('account', 'request'),
      ...changeRequests,
      answerTasks,
    ],
  },
  'pages/show-absence': {
    ...PAGE,
    grants: [...findLinks, getItems('request'), queryItems('account')],
  },
  'pages/change-absence': {
    ...PAGE,
    grants: [...findLinks, ...renewForms, getItems('request'), ...CHANGE_DIRECTORY],
    variables: [...PAGE.variables, 'DEFAULT_REMINDERS'],
  },
  'pages/show-review': {
    ...PAGE,
    grants: [...findLinks, getItems('review', 'request'), queryItems('account')],
  },
  'pages/answer-review': {
    ...PAGE,
    grants: [...findLinks, ...renewForms, getItems('review'), queryItems('account'), ...changeRequests],
    variables: [...PAGE.variables, 'REVIEW_GRACE_DAYS'],
  },
  'pages/show-board': {
    ...PAGE,
    grants: [
      ...findLinks,
      queryItems('account', 'vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('connection'),
      queryItems('connection'),
      getManyItems('request'),
    ],
  },
  'pages/show-board-request': {
    ...REQUEST_PAGE,
    grants: [...findLinks, getItems('request'), queryItems('account', 'request')],
  },
};
