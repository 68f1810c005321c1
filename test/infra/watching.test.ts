import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionId } from '../../infra/functions/function-settings.ts';
import { metricsDuring } from '../edge/embedded-metrics.ts';
import {
  CONNECTING,
  type Resource,
  resourcesOf,
  type Synthesized,
  synthesize,
  textOf,
} from './template/synthesized.ts';

const OPERATE = new URL('../../docs/operate.md', import.meta.url);

let made: Synthesized;
beforeAll(() => {
  made = synthesize(CONNECTING);
});

const all = (type: string): [string, Resource][] => resourcesOf(made.hub, type);

describe('what waits', () => {
  it('readers of the table’s stream halve a failing batch, try within bounds, and keep what fails', () => {
    for (const [id, { Properties }] of all('AWS::Lambda::EventSourceMapping')) {
      expect(Properties, id).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 1000,
        MaximumRecordAgeInSeconds: 72_000,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        StartingPosition: 'TRIM_HORIZON',
      });
      const { Filters } = Properties['FilterCriteria'] as { Filters: { Pattern: string }[] };
      // The archive alone has the directory's history, too.
      const prefixes = id.includes('ArchiveEvents') ? ['EVENT#', 'CHANGE#'] : ['EVENT#'];
      expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual(
        prefixes.map((prefix) => ({
          eventName: ['INSERT'],
          dynamodb: { Keys: { sk: { S: [{ prefix }] } } },
        })),
      );
    }
  });

  it('timers start their functions, and keep what they cannot start', () => {
    const timers = all('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);
    expect(timers.map(({ ScheduleExpression }) => ScheduleExpression).sort()).toEqual([
      'cron(0 6 * * ? *)',
      'cron(0 8 * * ? *)',
      'rate(1 hour)',
      'rate(15 minutes)',
      'rate(15 minutes)',
    ]);
    for (const { Target } of timers) {
      expect(Target).toMatchObject({ DeadLetterConfig: { Arn: expect.anything() } });
    }
  });

  it('routes are watched only where member accounts let Peerway look at them', () => {
    const watch = ({ hub }: Synthesized) => ({
      states: resourcesOf(hub, 'AWS::Scheduler::Schedule').flatMap(([id, { Properties }]) =>
        id.includes('WatchConnectivity') ? [Properties['State']] : [],
      ),
      alarms: resourcesOf(hub, 'AWS::CloudWatch::Alarm').filter(([id]) =>
        /ConnectivityWatch|RouteTables/.test(id),
      ).length,
    });
    expect(watch(made)).toEqual({ states: [undefined], alarms: 2 });
    expect(watch(synthesize())).toEqual({ states: ['DISABLED'], alarms: 0 });
  });

  it('every dead-letter queue has an alarm', () => {
    const watched = alarms().flatMap(([, { Properties }]) =>
      Properties['MetricName'] === 'ApproximateNumberOfMessagesVisible'
        ? (Properties['Dimensions'] as { Value: unknown }[]).map(({ Value }) => textOf(Value))
        : [],
    );
    const queues = all('AWS::SQS::Queue').map(([id]) => `\${${id}.QueueName}`);
    expect(watched.sort()).toEqual(queues.sort());
  });
});

const alarms = () => all('AWS::CloudWatch::Alarm');

const dashboard = ({ hub }: Synthesized): string =>
  JSON.stringify(resourcesOf(hub, 'AWS::CloudWatch::Dashboard'));

describe('the alarms', () => {
  it('tell people when they begin and when they are over', () => {
    const [topic] = all('AWS::SNS::Topic').find(([id]) => id.startsWith('AlarmsTopic')) ?? [];
    for (const [id, { Properties }] of alarms()) {
      for (const actions of [Properties['AlarmActions'], Properties['OKActions']]) {
        expect((actions as unknown[]).map(textOf), id).toEqual([`\${${topic}}`]);
      }
    }
    expect(all('AWS::SNS::Subscription').map(([, { Properties }]) => Properties['Endpoint'])).toEqual([
      'network-team@network.example.com',
    ]);
  });

  it.each([
    'ExecutionsFailed',
    'ExecutionsTimedOut',
    'ExecutionsThrottled',
    'RequestsStuck',
    'RecordsUnreadable',
    'RequestsResumed',
    'AccountsUnreachable',
    'SweepSilent',
    'RegisterUnreachable',
    'RegisterSilent',
    'RouteTablesUnreachable',
    'ConnectivityWatchSilent',
    'ApiServerErrors',
    'ApiThrottled',
    'FunctionsThrottled',
    'TableReadsThrottled',
    'TableWritesThrottled',
    'MailsNotSent',
    'MailsBounced',
    'MailComplaints',
    'AnnouncementsRefused',
    'AnnounceLate',
    'ArchiveEventsLate',
    'PublishStatusChangesLate',
  ])('watch %s', (name) => {
    expect(alarms().map(([id]) => id)).toContainEqual(
      expect.stringMatching(new RegExp(`^Alarms${name}\\w{8}$`)),
    );
  });

  it('name their section in docs/operate.md', () => {
    const text = readFileSync(OPERATE, 'utf8');
    const headings = [...text.matchAll(/^### (.+)$/gm)].flatMap(([, names = '']) => names.split(', '));
    for (const [id, { Properties }] of alarms()) {
      const [, name = ''] =
        /See docs\/operate\.md, section (\w+)\.$/.exec(String(Properties['AlarmDescription'])) ?? [];
      expect(headings, id).toContain(name);
    }
  });

  it('hear of mails that are not sent under the name by which they are counted', async () => {
    const [counted] = await metricsDuring(async () => {
      const { countUnsentMails } = await import('../../functions/edge/count-unsent-mails.ts');
      const failing = { send: () => Promise.reject(new Error('SES is away')) };
      const mail = { to: 'anna@analytics.example', subject: '', text: '', html: '' };
      await expect(countUnsentMails(failing).send(mail)).rejects.toThrow('SES is away');
    });
    const [, alarm] = alarms().find(([id]) => id.startsWith('AlarmsMailsNotSent')) ?? [];
    expect(alarm?.Properties).toMatchObject({
      Namespace: counted?.namespace,
      MetricName: counted?.name,
      Dimensions: Object.entries(counted?.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
      Statistic: 'Sum',
    });
  });

  it('hear of announcements that a topic refuses under the name by which they are counted', async () => {
    const [counted] = await metricsDuring(async () => {
      const { reportRefusedTopic } = await import('../../functions/edge/report-refused-topic.ts');
      const { TopicRefusedError } = await import('../../functions/domain/announce/errors.ts');
      reportRefusedTopic(
        new TopicRefusedError('arn:aws:sns:eu-west-1:222222222222:peerway-requests', 'NotFound'),
      );
    });
    const [, alarm] = alarms().find(([id]) => id.startsWith('AlarmsAnnouncementsRefused')) ?? [];
    expect(alarm?.Properties).toMatchObject({ Namespace: counted?.namespace, MetricName: counted?.name });
  });

  it.each([
    ['Sweep', 'workflow/sweep.ts', 'SweepReport'],
    ['Register', 'register/update-register.ts', 'RegisterReport'],
    ['WatchConnectivity', 'connectivity/watch.ts', 'WatchReport'],
  ])('hear %s under the names that it reports, and the dashboard shows them', (schedule, file, type) => {
    const source = readFileSync(new URL(`../../functions/domain/${file}`, import.meta.url), 'utf8');
    const [, fields = ''] = new RegExp(`export type ${type} = \\{([^}]+)\\}`).exec(source) ?? [];
    const reported = [...fields.matchAll(/^ {2}(\w+): number;/gm)].map(
      ([, name = '']) => `${schedule}${functionId(name.replaceAll('_', '-'))}`,
    );
    const heard = alarms()
      .filter(([, { Properties }]) => Properties['Namespace'] === 'Peerway')
      .map(([, { Properties }]) => String(Properties['MetricName']))
      .filter((name) => name.startsWith(schedule));
    expect(heard).toContain(`${schedule}Unreachable`);
    for (const name of heard) {
      expect(reported).toContain(name);
      expect(dashboard(made)).toContain(name);
    }
  });

  it('and the dashboard leave out the watch where nothing is watched', () => {
    expect(dashboard(synthesize())).not.toContain('WatchConnectivity');
  });
});

describe('the templates', () => {
  it('the one for member accounts needs nothing of the CDK there', () => {
    expect(made.spoke).not.toHaveProperty('Parameters');
    expect(made.spoke).not.toHaveProperty('Rules');
    expect(JSON.stringify(made.spoke)).not.toMatch(/cdk-|bootstrap/i);
  });
});
