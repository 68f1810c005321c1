import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { Alarms } from './alarms/alarms.ts';
import { addHubAlarms } from './alarms/hub-alarms.ts';
import { ApiDomain } from './api-domain.ts';
import { AuditArchive } from './audit-archive.ts';
import { CallerRoles } from './caller-roles.ts';
import { PeeringDashboard } from './dashboard.ts';
import { EncryptionKey } from './encryption-key.ts';
import { PeeringApi } from './http-api.ts';
import { HubFunctions } from './hub-functions.ts';
import { hubEnvironment, hubResources, type Parts } from './hub-resources.ts';
import { Mail } from './mail.ts';
import { MailEvents } from './mail-events.ts';
import { RequestsTable } from './requests-table.ts';
import { Schedules } from './schedules.ts';
import { TableReaders } from './table-readers.ts';
import { Workflow } from './workflow.ts';

export type HubStackProps = StackProps & {
  configuration: Configuration;
  /** Every file that is a Lambda function, below functions/ and without its ending. */
  entries: readonly string[];
  /** The folder of an entry's bundle. */
  bundleOf: (entry: string) => string;
};

/** All of Peerway but the roles in the member accounts. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, entries, bundleOf, ...props }: HubStackProps) {
    super(scope, id, props);
    // The CDK lets a function depend on its role twice over, which harms nothing.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
    const { logDays } = configuration.retention;
    const parts = this.parts(configuration);
    const { encryptionKey, table, http, mail } = parts;
    const hub = hubResources(this, parts, configuration);

    const functions = new HubFunctions(this, entries, {
      bundleOf,
      hub,
      environment: hubEnvironment(parts, hub, configuration),
      encryptionKey,
      logDays,
      ec2Concurrency: configuration.ec2Concurrency,
      authorization: configuration.authorization,
    });
    const workflow = new Workflow(this, 'Workflow', { tasks: functions.of('tasks'), encryptionKey, logDays });
    const schedules = new Schedules(this, 'Schedules', configuration);
    for (const scheduled of functions.of('schedules')) schedules.add(scheduled);
    const [hearMails, readTable] = functions.splitStreams();
    const readers = new TableReaders(this, 'TableReaders', { table, readers: readTable });
    const mailEvents = new MailEvents(this, 'MailEvents', { mail, readers: hearMails });
    http.addRoutes(functions.get);
    if (configuration.authorization.kind === 'iam') {
      new CallerRoles(this, 'Callers', { ...configuration, api: http.api });
    }

    const alarms = new Alarms(this, 'Alarms', { addresses: configuration.alarmAddresses, encryptionKey });
    addHubAlarms(alarms, parts, { functions, workflow, schedules, readers, mailEvents });
    new PeeringDashboard(this, 'Dashboard', {
      alarms,
      stateMachine: workflow.stateMachine,
      api: http.api,
      configurationSet: mail.configurationSet.configurationSetName,
      readers: readTable,
      tasks: functions.of('tasks'),
    });
    this.tell(parts, workflow, configuration);
  }

  private parts(configuration: Configuration): Parts {
    const { logDays } = configuration.retention;
    const encryptionKey = new EncryptionKey(this, 'Key');
    return {
      encryptionKey,
      table: new RequestsTable(this, 'Table', { encryptionKey }),
      archive: new AuditArchive(this, 'Archive', {
        encryptionKey,
        retention: configuration.retention.archive,
      }),
      mail: new Mail(this, 'Mail', configuration.mail),
      eventBus: new EventBus(this, 'EventBus', {
        eventBusName: this.stackName,
        description: 'Peerway tells of every change of a request’s status',
      }),
      http: new PeeringApi(this, 'Http', {
        authorization: configuration.authorization,
        encryptionKey,
        logDays,
        hasOwnName: configuration.domain !== undefined,
      }),
    };
  }

  /** What whoever deploys needs to know next. */
  private tell(
    { encryptionKey, table, archive, mail, http }: Parts,
    workflow: Workflow,
    { domain }: Configuration,
  ): void {
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('Endpoint', domain ? `https://${domain.name}` : http.api.apiEndpoint, 'Where the API answers');
    if (domain) {
      const { domainName } = new ApiDomain(this, 'Domain', { domain, api: http.api, stage: http.stage });
      output('DomainTarget', domainName.regionalDomainName, `What ${domain.name} has to be an alias of`);
    }
    for (const [index, { name, value }] of mail.identity.dkimRecords.entries()) {
      output(`Dkim${index + 1}Name`, name, 'A CNAME record by which SES knows the sender’s domain');
      output(`Dkim${index + 1}Value`, value, 'Its value');
    }
    output('TableName', table.tableName, 'The table');
    output('ArchiveBucket', archive.bucket.bucketName, 'Where the copies of the audit events are');
    output('KeyArn', encryptionKey.keyArn, 'What all of it is encrypted with');
    output('ApiId', http.api.apiId, 'The API, in the policies of who may call it');
    output('StateMachineAlias', workflow.alias.attrArn, 'What new requests are followed by');
  }
}
