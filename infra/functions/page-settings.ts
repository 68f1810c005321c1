import { answerTasks } from '../permissions/service-grants.ts';
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
import type { FunctionSettings } from './settings.ts';
import { SUBMIT_GRANTS, SUBMIT_VARIABLES } from './submit-settings.ts';

const COMMON = { memoryMb: 512, timeoutSeconds: 29, variables: ['TABLE_NAME'] } as const;

export const PAGE_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'pages/show-decision': {
    ...COMMON,
    grants: [getItems('link', 'request', 'account'), queryItems('request')],
  },
  'pages/make-decision': {
    ...COMMON,
    grants: [
      getItems('link', 'account'),
      queryItems('request'),
      updateItems('link'),
      ...changeRequests,
      answerTasks,
    ],
  },
  'pages/show-status': {
    ...COMMON,
    grants: [getItems('link', 'request', 'account', 'pair'), queryItems('request')],
  },
  'pages/ask-again': {
    ...COMMON,
    grants: [
      getItems('link'),
      putItems('link'),
      updateItems('link'),
      queryItems('request'),
      ...SUBMIT_GRANTS,
    ],
    variables: SUBMIT_VARIABLES,
  },
  'pages/show-board': {
    ...COMMON,
    grants: [
      getItems('link'),
      queryItems('account', 'vpc'),
      queryIndexes(...ALL_INDEXES),
      getManyItems('request'),
    ],
  },
};
