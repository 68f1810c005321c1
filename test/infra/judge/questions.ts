import type { Session } from '../../../local/ec2/state.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../../local/table.ts';
import type { AwsCall } from '../../faults/aws-call.ts';
import { HUB } from './concrete.ts';
import { ec2Questions, type KnownToEc2 } from './ec2-questions.ts';
import type { Question } from './judge.ts';
import { MEMBERS, type Policies } from './policies.ts';
import { type Reading, tableQuestions } from './table-questions.ts';

const ORGANIZATION = 'o-exampleorgid';

/** What the local services know that a call does not say. */
export type Known = KnownToEc2 & { sessions: readonly Readonly<Session>[] };

/**
 * What AWS asks IAM about a call that a function made on the local stack, had it been made on AWS: the names of the
 * hub's resources are those of the function's environment variables in the template.
 */
export const questionsOf = (
  call: AwsCall,
  known: Known,
  policies: Policies,
  reading: Reading,
): Question[] => {
  const who = call.invocation?.entry;
  if (!who) throw new Error(`Nobody made ${call.service} ${call.operation}`);
  const environment = policies.environments.get(who) ?? {};
  const variable = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`${who} has no ${name}`);
    return value;
  };
  const inHub = (action: string, resource: string, context: Question['context'] = {}): Question => ({
    who,
    action,
    resource,
    owner: HUB.account,
    context: { 'aws:RequestedRegion': HUB.region, ...context },
  });
  const { service, operation, body } = call;

  switch (service) {
    case 'dynamodb': {
      const arns: Readonly<Record<string, string>> = {
        [TABLE_NAME]: policies.tableArn,
        [TRANSIENT_TABLE_NAME]: policies.transientTableArn,
      };
      const arnOf = (tableName: string): string => {
        const arn = arns[tableName];
        if (!arn) throw new Error(`${who} calls ${operation} of no table: ${tableName}`);
        return arn;
      };
      return [
        ...tableQuestions(who, operation, JSON.parse(body), { arnOf, owner: HUB.account }, reading),
        inHub('kms:Decrypt', policies.keyArn, {
          'kms:ViaService': `dynamodb.${HUB.region}.amazonaws.com`,
          'kms:CallerAccount': HUB.account,
        }),
      ];
    }
    case 'states': {
      const { machine, qualifier } = stateMachineOf(policies);
      const action = `states:${operation}`;
      if (operation === 'DescribeExecution') {
        const name = (JSON.parse(body) as { executionArn: string }).executionArn.split(':').at(-1);
        return [inHub(action, `${machine.replace(':stateMachine:', ':execution:')}:${name}`)];
      }
      const isByAlias = operation === 'StartExecution' || operation === 'ListExecutions';
      return [inHub(action, machine, isByAlias ? { 'states:StateMachineQualifier': qualifier } : {})];
    }
    case 'ses': {
      const [, name = '', address = '', domain = ''] = SENDER.exec(variable('SENDER_ADDRESS')) ?? [];
      const { ToAddresses } = (JSON.parse(body) as { Destination: { ToAddresses: string[] } }).Destination;
      const context = {
        'ses:FromAddress': address,
        'ses:FromDisplayName': name,
        'ses:Recipients': ToAddresses,
      };
      const resources = [
        `identity/${domain}`,
        `configuration-set/${variable('SES_CONFIGURATION_SET')}`,
        // In its sandbox SES asks about whoever is verified.
        ...ToAddresses.map((to) => `identity/${to}`),
      ];
      return resources.map((rest) =>
        inHub('ses:SendEmail', `arn:aws:ses:${HUB.region}:${HUB.account}:${rest}`, context),
      );
    }
    case 'events': {
      const { Entries } = JSON.parse(body) as { Entries: { Source: string; DetailType: string }[] };
      const bus = `arn:aws:events:${HUB.region}:${HUB.account}:event-bus/${variable('EVENT_BUS_NAME')}`;
      return Entries.map(({ Source, DetailType }) =>
        inHub('events:PutEvents', bus, { 'events:source': Source, 'events:detail-type': DetailType }),
      );
    }
    case 'sns': {
      const published = new URLSearchParams(body).get('TopicArn') ?? '';
      const [, , , , owner = ''] = published.split(':');
      if (owner !== HUB.account) {
        // Its own policy, which is in no template of ours, says the rest.
        const context = { 'aws:RequestedRegion': HUB.region, 'aws:ResourceOrgID': ORGANIZATION };
        return [{ who, action: 'sns:Publish', resource: published, owner: HUB.account, context }];
      }
      const topic = variable('ANNOUNCEMENTS_TOPIC_ARN');
      const ofKey = {
        'kms:ViaService': `sns.${HUB.region}.amazonaws.com`,
        'kms:CallerAccount': HUB.account,
      };
      return [
        inHub('sns:Publish', topic, { 'aws:ResourceOrgID': ORGANIZATION }),
        inHub('kms:GenerateDataKey', policies.keyArn, ofKey),
        inHub('kms:Decrypt', policies.keyArn, ofKey),
      ];
    }
    case 'sts': {
      const parameters = new URLSearchParams(body);
      const resource = parameters.get('RoleArn') ?? '';
      const owner = resource.split(':')[4] ?? '';
      // Elsewhere there is no role, and no policy that could say anything.
      if (!MEMBERS.includes(owner)) return [];
      const context = {
        'sts:ExternalId': variable('EXTERNAL_ID'),
        'sts:RoleSessionName': parameters.get('RoleSessionName') ?? '',
        'aws:PrincipalOrgID': ORGANIZATION,
        'aws:ResourceOrgID': ORGANIZATION,
      };
      return [{ who, action: 'sts:AssumeRole', resource, owner, context }];
    }
    case 'ec2': {
      const { accessKeyId, region } = call.signedBy;
      const session = known.sessions.find((each) => each.accessKeyId === accessKeyId);
      if (!session) throw new Error(`${who} calls ${operation} as nobody that STS knows`);
      const member = { roleName: session.roleName, account: session.accountId, region };
      return ec2Questions(member, operation, new URLSearchParams(body), known);
    }
    default:
      return service satisfies never;
  }
};

/** `Peerway <peerway@network.example.com>` */
const SENDER = /^(.*) <(.+@(.+))>$/;

/** A policy names the state machine; the alias that a call names is a condition key. */
const stateMachineOf = ({ environments }: Policies): { machine: string; qualifier: string } => {
  const [aliasArn = ''] = [...environments.values()].flatMap((each) => each['STATE_MACHINE_ARN'] ?? []);
  const [, machine = '', qualifier = ''] = /^(.+):([^:]+)$/.exec(aliasArn) ?? [];
  return { machine, qualifier };
};

/** What S3 and KMS ask IAM when the archive's function has put these objects. */
export const archiveQuestions = (keys: readonly string[], { archiveArn, keyArn }: Policies): Question[] => {
  const inHub = { who: 'streams/archive-events', owner: HUB.account };
  return keys.flatMap((key) => [
    { ...inHub, action: 's3:PutObject', resource: `${archiveArn}/${key}`, context: {} },
    {
      ...inHub,
      action: 'kms:GenerateDataKey',
      resource: keyArn,
      context: {
        'kms:ViaService': `s3.${HUB.region}.amazonaws.com`,
        'kms:CallerAccount': HUB.account,
      },
    },
  ]);
};

/** The same question about other requests, VPCs and links is not asked again. */
export const withoutRepetitions = (questions: readonly Question[]): Question[] => {
  const different = new Map<string, Question>();
  for (const question of questions) {
    const shape = JSON.stringify(question).replaceAll(INDIVIDUAL, '?');
    if (!different.has(shape)) different.set(shape, question);
  }
  return [...different.values()];
};

/** Ids of requests, VPCs, connections and route tables, hashes, people. */
const INDIVIDUAL =
  /pr-[0-9A-HJKMNP-TV-Z]{26}[\w-]*|(?:vpc|pcx|rtb|pl)-[0-9a-f]+|(?<=LINK#|IDEMPOTENCY#)[^"]+|[\w.-]+@[\w.-]+/g;
