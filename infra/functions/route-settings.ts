import type { Variable } from '../../functions/variables.ts';
import { answerTasks, describeExecutions, startExecutions } from '../permissions/service-grants.ts';
import {
  ALL_INDEXES,
  changeRequests,
  deleteItems,
  getItems,
  getManyItems,
  putItems,
  queryIndexes,
  queryItems,
  updateItems,
} from '../permissions/table-grants.ts';
import type { FunctionSettings } from './settings.ts';

/** API Gateway times out after 30 seconds. */
const COMMON = { memoryMb: 512, timeoutSeconds: 29 } as const;

const SIGNED = ['TABLE_NAME', 'NETWORK_TEAM_ROLE_ARNS'] as const satisfies Variable[];

const PAGE = { ...COMMON, variables: ['TABLE_NAME'] } as const satisfies Partial<FunctionSettings>;

/** To submit: check both VPCs in EC2, record the request, start its workflow. */
const SUBMIT_GRANTS = [
  getItems('idempotency', 'account', 'pair', 'request'),
  putItems('idempotency', 'pair', 'request', 'vpc'),
  startExecutions,
] as const;

const PREFLIGHT_VARIABLES = [
  'TABLE_NAME',
  'EXTERNAL_ID',
  'PARTITION',
  'REGIONS',
  'PENDING_QUOTA',
  'ACTIVE_QUOTA',
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
    grants: [getItems('account', 'pair', 'request')],
    memberAccess: 'view',
    variables: [...PREFLIGHT_VARIABLES, 'NETWORK_TEAM_ROLE_ARNS'],
  },
  'api/list-requests': {
    ...COMMON,
    grants: [
      queryItems('vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('request'),
      getItems('account', 'cursorSecret'),
      updateItems('cursorSecret'),
    ],
    variables: SIGNED,
  },
  'api/get-request': { ...COMMON, grants: [getItems('request', 'account')], variables: SIGNED },
  'api/list-events': {
    ...COMMON,
    grants: [getItems('request', 'cursorSecret'), queryItems('request'), updateItems('cursorSecret')],
    variables: SIGNED,
  },
  'api/cancel-request': {
    ...COMMON,
    grants: [...changeRequests, answerTasks, startExecutions, describeExecutions],
    variables: [...SIGNED, 'STATE_MACHINE_ARN'],
  },
  'api/list-accounts': { ...COMMON, grants: [queryItems('account')], variables: SIGNED },
  'api/get-account': { ...COMMON, grants: [getItems('account')], variables: SIGNED },
  'api/put-account': {
    ...COMMON,
    grants: [getItems('account'), putItems('account')],
    variables: [...SIGNED, 'DEFAULT_REMINDERS'],
  },
  'api/delete-account': { ...COMMON, grants: [deleteItems('account')], variables: SIGNED },
  'api/create-board-link': {
    ...COMMON,
    grants: [putItems('link')],
    variables: [...SIGNED, 'BASE_URL'],
  },
  'api/openapi': { ...COMMON, grants: [], variables: ['BASE_URL'] },
  'api/health': { ...COMMON, memoryMb: 128, grants: [], variables: [] },

  'pages/not-found': { ...COMMON, grants: [], variables: [] },
  'pages/show-decision': {
    ...PAGE,
    grants: [getItems('link', 'request', 'account'), queryItems('request')],
  },
  'pages/make-decision': {
    ...PAGE,
    grants: [
      getItems('link', 'account'),
      queryItems('request'),
      updateItems('link'),
      ...changeRequests,
      answerTasks,
    ],
  },
  'pages/show-status': {
    ...PAGE,
    grants: [getItems('link', 'request', 'account', 'pair'), queryItems('request')],
  },
  'pages/ask-again': {
    ...PAGE,
    grants: [
      getItems('link'),
      putItems('link'),
      updateItems('link'),
      queryItems('request'),
      ...SUBMIT_GRANTS,
    ],
    memberAccess: 'view',
    variables: SUBMIT_VARIABLES,
  },
  'pages/show-board': {
    ...PAGE,
    grants: [
      getItems('link'),
      queryItems('account', 'vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('request'),
    ],
  },
};
