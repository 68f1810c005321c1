import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HubFunctions } from '../hub-functions.ts';
import type { Parts } from '../hub-resources.ts';
import type { MailEvents } from '../mail-events.ts';
import type { Schedules } from '../schedules.ts';
import type { TableReaders } from '../table-readers.ts';
import type { Workflow } from '../workflow.ts';
import type { Alarms } from './alarms.ts';
import { addApiAlarms } from './api-alarms.ts';
import { addCapacityAlarms } from './capacity-alarms.ts';
import { addDeadLetterAlarm, addLagAlarm, addMailAlarms } from './delivery-alarms.ts';
import { addWorkflowAlarms } from './workflow-alarms.ts';

/** What a reader of the table's stream is behind with, in words. */
const LAGS: Readonly<Record<string, string>> = {
  PublishStatusChanges: 'The event bus is told of changes an hour late.',
  ArchiveEvents: 'Audit events are copied to the archive an hour late.',
};

export const addHubAlarms = (
  alarms: Alarms,
  { table, mail, http }: Parts,
  {
    functions,
    workflow,
    schedules,
    readers,
    mailEvents,
  }: {
    functions: HubFunctions;
    workflow: Workflow;
    schedules: Schedules;
    readers: TableReaders;
    mailEvents: MailEvents;
  },
): void => {
  addWorkflowAlarms(alarms, workflow.stateMachine, functions.get('schedules/sweep'));
  addApiAlarms(alarms, http.api, http.accessLog);
  addMailAlarms(alarms, mail.configurationSet.configurationSetName);
  addCapacityAlarms(alarms, { functions: functions.all, table });
  const deadLetters = (name: string, queue: IQueue, means: string) =>
    addDeadLetterAlarm(alarms, `${name}DeadLetters`, queue, means);
  deadLetters('Alarms', alarms.deadLetters, 'An alarm did not reach one of its addresses.');
  deadLetters(
    'Schedules',
    schedules.deadLetters,
    'A timer could not start its function, or that failed three times.',
  );
  deadLetters('MailEvents', mailEvents.deadLetters, 'What SES told of a mail could not be recorded.');
  for (const [reader, queue] of readers.deadLetters) {
    const { id } = reader.node;
    addLagAlarm(alarms, `${id}Late`, reader, LAGS[id] ?? `${id} is an hour behind the table.`);
    deadLetters(id, queue, `${id} could not take a record of the table's stream, and went on without it.`);
  }
};
