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
import { SUBMIT_GRANTS, SUBMIT_VARIABLES } from './submit-settings.ts';

/** API Gateway waits for 30 seconds, and no longer. */
const COMMON = { memoryMb: 512, timeoutSeconds: 29 } as const;

const SIGNED = ['TABLE_NAME', 'NETWORK_TEAM_ROLE_ARNS'] as const satisfies Variable[];

/** Whoever submits waits for EC2's answers from two accounts. */
const SUBMIT: FunctionSettings = {
  ...COMMON,
  grants: SUBMIT_GRANTS,
  variables: [...SUBMIT_VARIABLES, 'NETWORK_TEAM_ROLE_ARNS'],
};

export const API_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'api/submit-request': SUBMIT,
  'api/resubmit-request': SUBMIT,
  'api/list-requests': {
    ...COMMON,
    grants: [
      queryItems('vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('request'),
      getItems('cursorSecret'),
      updateItems('cursorSecret'),
    ],
    variables: SIGNED,
  },
  'api/get-request': { ...COMMON, grants: [getItems('request')], variables: SIGNED },
  'api/list-events': {
    ...COMMON,
    grants: [getItems('request'), queryItems('request')],
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
};
