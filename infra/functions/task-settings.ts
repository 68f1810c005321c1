import type { Variable } from '../../functions/variables.ts';
import { answerTasks, assume, failTasks, sendMail } from '../permissions/service-grants.ts';
import { changeRequests, getItems, putItems } from '../permissions/table-grants.ts';
import type { FunctionSettings } from './settings.ts';

/** The state machine waits for 60 seconds, and tries again what took longer. */
const COMMON = { memoryMb: 512, timeoutSeconds: 50 } as const;

/** Every task that asks EC2 looks from either side. */
const EITHER_SIDE = [assume('PeerwayRequester'), assume('PeerwayAccepter')] as const;
const EC2_VARIABLES = ['TABLE_NAME', 'EXTERNAL_ID'] as const satisfies Variable[];
const MAIL_VARIABLES = ['SENDER_ADDRESS', 'SES_CONFIGURATION_SET'] as const satisfies Variable[];

/** Brings a decision to EC2. */
const CARRY_OUT: FunctionSettings = {
  ...COMMON,
  grants: [...changeRequests, ...EITHER_SIDE],
  variables: EC2_VARIABLES,
  atOnce: 'ec2',
};

/** Says when the next look is due, too: at a reminder, or at the window's end. */
const LOOK: FunctionSettings = {
  ...COMMON,
  grants: [getItems('account'), ...changeRequests, ...EITHER_SIDE],
  variables: [...EC2_VARIABLES, 'DEFAULT_REMINDERS'],
  atOnce: 'ec2',
};

export const TASK_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'tasks/create-peering': LOOK,
  'tasks/look-at-peering': LOOK,
  'tasks/ask-approvers': {
    ...LOOK,
    grants: [...LOOK.grants, putItems('link'), answerTasks, failTasks, sendMail],
    variables: [...EC2_VARIABLES, ...MAIL_VARIABLES, 'BASE_URL'],
  },
  'tasks/accept-peering': CARRY_OUT,
  'tasks/reject-peering': CARRY_OUT,
  'tasks/cancel-peering': CARRY_OUT,
  'tasks/record-outcome': {
    ...COMMON,
    grants: [getItems('account'), putItems('link'), ...changeRequests, ...EITHER_SIDE, sendMail],
    variables: [...EC2_VARIABLES, ...MAIL_VARIABLES, 'BASE_URL'],
    atOnce: 'ec2',
  },
};
