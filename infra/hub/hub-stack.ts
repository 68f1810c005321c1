import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { Alarms } from './alarms/alarms.ts';
import { addHubAlarms } from './alarms/hub-alarms.ts';
import { AnnouncementsTopic } from './announcements.ts';
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
import { TransientTable } from './transient-table.ts';
import { Workflow } from './workflow.ts';

export type HubStackProps = StackProps & {
  configuration: Configuration;
  /** The file of every Lambda function, relative to functions/ and without its extension. */
  entries: readonly string[];
  /** Returns the folder of a function's bundle. */
  bundleOf: (entry: string) => string;
};

/** Everything except the roles in the member accounts. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, { configuration, entries, bundleOf, ...props }: HubStackProps) {
    super(scope, id, props);
    // The CDK makes a function depend on its role twice, which is harmless.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
    const { logDays } = configuration.retention;
    const parts = this.createParts(configuration);
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
    const workflow = new Workflow(this, 'Workflow', {
      tasks: functions.ofKind('tasks'),
      encryptionKey,
      logDays,
    });
    const schedules = new Schedules(this, 'Schedules', { ...configuration, workflow });
    for (const scheduled of functions.ofKind('schedules')) schedules.add(scheduled);
    const [mailEventReaders, streamReaders] = functions.splitStreams();
    const readers = new TableReaders(this, 'TableReaders', { table, readers: streamReaders });
    const mailEvents = new MailEvents(this, 'MailEvents', { mail, readers: mailEventReaders });
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
      readers: streamReaders,
      tasks: functions.ofKind('tasks'),
      watchesConnectivity: schedules.watchesConnectivity,
    });
    this.addOutputs(parts, workflow, configuration);
  }

  private createParts(configuration: Configuration): Parts {
    const { logDays } = configuration.retention;
    const encryptionKey = new EncryptionKey(this, 'Key');
    return {
      encryptionKey,
      table: new RequestsTable(this, 'Table', {
        encryptionKey,
        deletionProtection: configuration.deletionProtection,
      }),
      transientTable: new TransientTable(this, 'TransientTable', {
        encryptionKey,
        deletionProtection: configuration.deletionProtection,
      }),
      archive: new AuditArchive(this, 'Archive', {
        encryptionKey,
        retention: configuration.retention.archive,
      }),
      mail: new Mail(this, 'Mail', configuration.mail),
      // No description: CloudFormation doesn't know that property of a bus in GovCloud.
      eventBus: new EventBus(this, 'EventBus', { eventBusName: this.stackName }),
      announcements: new AnnouncementsTopic(this, 'Announcements', {
        encryptionKey,
        organizationId: configuration.organizationId,
      }),
      http: new PeeringApi(this, 'Http', {
        authorization: configuration.authorization,
        encryptionKey,
        logDays,
        hasCustomDomain: configuration.domain !== undefined,
      }),
    };
  }

  private addOutputs(
    { encryptionKey, table, transientTable, archive, mail, announcements, http }: Parts,
    workflow: Workflow,
    { domain }: Configuration,
  ): void {
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    output('Endpoint', domain ? `https://${domain.name}` : http.api.apiEndpoint, 'URL of the API');
    if (domain) {
      const { target } = new ApiDomain(this, 'Domain', { domain, api: http.api, stage: http.stage });
      output('DomainTarget', target, `Target for the DNS alias record of ${domain.name}`);
    }
    for (const [index, { name, value }] of mail.dkimRecords.entries()) {
      output(`Dkim${index + 1}Name`, name, 'Name of a CNAME record that proves the sender domain to SES');
      output(`Dkim${index + 1}Value`, value, `Value of the CNAME record in Dkim${index + 1}Name`);
    }
    output('TableName', table.tableName, 'DynamoDB table of requests and their audit trails');
    output(
      'TransientTableName',
      transientTable.tableName,
      'DynamoDB table of links and other short-lived items',
    );
    output('ArchiveBucket', archive.bucket.bucketName, 'S3 bucket with the copies of the audit events');
    output(
      'AnnouncementsTopicArn',
      announcements.topic.topicArn,
      'SNS topic to which chat channels and programs subscribe',
    );
    output(
      'KeyArn',
      encryptionKey.keyArn,
      'KMS key that encrypts the tables, the archive, the logs, the alarms and the announcements',
    );
    output('ApiId', http.api.apiId, 'ID of the API, for the IAM policies of its callers');
    output(
      'StateMachineAlias',
      workflow.alias.attrArn,
      'State machine alias that runs the workflows of new requests',
    );
  }
}
