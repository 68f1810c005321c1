import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { HubFunctions } from '../hub-functions.ts';
import type { Parts } from '../hub-resources.ts';
import type { MailEvents } from '../mail-events.ts';
import { CONNECTIVITY_WATCH, type Schedules } from '../schedules.ts';
import type { TableReaders } from '../table-readers.ts';
import type { Workflow } from '../workflow.ts';
import type { Alarms } from './alarms.ts';
import { addApiAlarms } from './api-alarms.ts';
import { addCapacityAlarms } from './capacity-alarms.ts';
import { addAnnouncementsAlarm, addDeadLetterAlarm, addLagAlarm, addMailAlarms } from './delivery-alarms.ts';
import { addWorkflowAlarms } from './workflow-alarms.ts';

/** What it means when a reader of the table's stream is late, and when it gives up on a record. */
const READER_DESCRIPTIONS: Readonly<Record<string, { late: string; lost: string }>> = {
  PublishStatusChanges: {
    late: 'Status changes reach the event bus more than an hour late.',
    lost: 'Systems that listen to the event bus missed at least one status change.',
  },
  Announce: {
    late: 'Announcements reach chat channels and programs more than an hour late.',
    lost: 'Those who subscribed to announcements missed at least one.',
  },
  ArchiveEvents: {
    late: 'Audit events reach the archive more than an hour late.',
    lost: 'At least one audit event has no copy in the archive.',
  },
};

export const addHubAlarms = (
  alarms: Alarms,
  { table, transientTable, mail, http }: Parts,
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
  addWorkflowAlarms(
    alarms,
    workflow.stateMachine,
    functions.get('schedules/sweep'),
    functions.get('schedules/update-register'),
    schedules.watchesConnectivity ? functions.get(CONNECTIVITY_WATCH) : undefined,
  );
  addApiAlarms(alarms, http.api, http.accessLog);
  addMailAlarms(alarms, mail.configurationSet.configurationSetName);
  addAnnouncementsAlarm(alarms);
  addCapacityAlarms(alarms, { functions: functions.all, tables: { table, transientTable } });
  const addDeadLetters = (name: string, queue: IQueue, description: string) =>
    addDeadLetterAlarm(alarms, `${name}DeadLetters`, queue, description);
  addDeadLetters(
    'Schedules',
    schedules.deadLetters,
    'The sweep, the round of the register, the watch of connectivity, the reviews or the digest could not be started, or failed three times. The next sweep and round start within 15 minutes, the next watch within an hour, and the next run of the reviews within a day; a lost digest is not sent again.',
  );
  addDeadLetters(
    'MailEvents',
    mailEvents.deadLetters,
    'SES reported a bounced email, and recording the bounce failed three times. The recipient was not notified, and the audit trail does not show it.',
  );
  for (const [reader, queue] of readers.deadLetters) {
    const { id } = reader.node;
    const { late = `${id} is more than an hour behind the table.`, lost = 'It missed at least one record.' } =
      READER_DESCRIPTIONS[id] ?? {};
    addLagAlarm(
      alarms,
      `${id}Late`,
      reader,
      `${late} Requests are not affected, but the table's stream keeps records for 24 hours only.`,
    );
    addDeadLetters(
      id,
      queue,
      `${id} gave up on a record of the table's stream and continued without it. ${lost} Requests are not affected.`,
    );
  }
};
