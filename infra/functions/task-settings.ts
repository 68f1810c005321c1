import type { Variable } from '../../functions/variables.ts';
import { answerTasks, failTasks, sendMail } from '../permissions/service-grants.ts';
import { changeRequests, putItems, queryItems, updateItems } from '../permissions/table-grants.ts';
import { type FunctionSettings, TABLES } from './settings.ts';

/** The state machine times out after 60 seconds and retries. */
const COMMON = { memoryMb: 512, timeoutSeconds: 50 } as const;

const EC2_VARIABLES = [...TABLES, 'EXTERNAL_ID', 'PARTITION'] as const satisfies Variable[];
const MAIL_VARIABLES = [
  'SENDER_ADDRESS',
  'SES_CONFIGURATION_SET',
  'MAIL_BUDGET',
] as const satisfies Variable[];

/** Carries out a decision in EC2. */
const CARRY_OUT: FunctionSettings = {
  ...COMMON,
  grants: changeRequests,
  variables: EC2_VARIABLES,
  concurrency: 'ec2',
};

/** Refreshes a request from EC2 and schedules its next refresh: at a reminder, or at the deadline. */
const REFRESH: FunctionSettings = {
  ...COMMON,
  grants: [queryItems('account'), ...changeRequests],
  memberAccess: 'view',
  variables: [...EC2_VARIABLES, 'DEFAULT_REMINDERS'],
  concurrency: 'ec2',
};

export const TASK_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'tasks/create-peering': { ...REFRESH, memberAccess: 'request' },
  'tasks/look-at-peering': REFRESH,
  'tasks/ask-approvers': {
    ...REFRESH,
    grants: [
      ...REFRESH.grants,
      putItems('link'),
      updateItems('mailBudget'),
      answerTasks,
      failTasks,
      sendMail,
    ],
    variables: [...EC2_VARIABLES, ...MAIL_VARIABLES, 'BASE_URL', 'ROUTE_QUOTA', 'MANAGED_TAG'],
  },
  'tasks/accept-peering': { ...CARRY_OUT, memberAccess: 'accept' },
  'tasks/reject-peering': { ...CARRY_OUT, memberAccess: 'accept' },
  'tasks/cancel-peering': { ...CARRY_OUT, memberAccess: 'request' },
  'tasks/connect-vpcs': {
    ...CARRY_OUT,
    grants: [queryItems('account'), ...changeRequests],
    memberAccess: 'connect',
    variables: [...EC2_VARIABLES, 'ROUTE_QUOTA', 'CONNECT', 'MANAGED_TAG'],
  },
  'tasks/disconnect-vpcs': {
    ...CARRY_OUT,
    memberAccess: 'connect',
    variables: [...EC2_VARIABLES, 'MANAGED_TAG'],
  },
  'tasks/record-outcome': {
    ...COMMON,
    grants: [
      queryItems('account', 'request'),
      putItems('link'),
      updateItems('mailBudget'),
      ...changeRequests,
      sendMail,
    ],
    memberAccess: 'view',
    variables: [...EC2_VARIABLES, ...MAIL_VARIABLES, 'BASE_URL', 'CONNECT', 'MANAGED_TAG'],
    concurrency: 'ec2',
  },
};
