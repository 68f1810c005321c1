import {
  answerTasks,
  describeExecutions,
  failTasks,
  listExecutions,
  sendMail,
  startExecutions,
} from '../permissions/service-grants.ts';
import {
  ALL_INDEXES,
  changeRequests,
  getItems,
  getManyItems,
  putItems,
  queryIndexes,
  queryItems,
  updateItems,
} from '../permissions/table-grants.ts';
import { type FunctionSettings, TABLES } from './settings.ts';

export const SCHEDULE_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'schedules/sweep': {
    memoryMb: 512,
    // It runs every 15 minutes, and the next run continues where it stopped.
    timeoutSeconds: 600,
    concurrency: 1,
    grants: [
      queryIndexes('byStatus'),
      getItems('account'),
      queryItems('account', 'request'),
      queryItems('bookmark'),
      getManyItems('request'),
      putItems('bookmark', 'link'),
      updateItems('mailBudget'),
      ...changeRequests,
      listExecutions,
      describeExecutions,
      startExecutions,
      answerTasks,
      failTasks,
      sendMail,
    ],
    memberAccess: 'view',
    variables: [
      ...TABLES,
      'EXTERNAL_ID',
      'PARTITION',
      'STATE_MACHINE_ARN',
      'SENDER_ADDRESS',
      'SES_CONFIGURATION_SET',
      'NETWORK_TEAM_ADDRESS',
      'MAIL_BUDGET',
      'BASE_URL',
      'CONNECT',
      'MANAGED_TAG',
    ],
  },
  'schedules/digest': {
    memoryMb: 512,
    timeoutSeconds: 120,
    grants: [
      queryItems('account', 'request', 'vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('request'),
      putItems('link'),
      sendMail,
    ],
    variables: [...TABLES, 'SENDER_ADDRESS', 'SES_CONFIGURATION_SET', 'NETWORK_TEAM_ADDRESS', 'BASE_URL'],
  },
};
