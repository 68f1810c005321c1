import { beforeAll, expect, it } from 'vitest';
import { resourcesOf, type Synthesized, synthesize } from '../template/synthesized.ts';
import { concrete, HUB } from './concrete.ts';
import { isAllowed, type Question, tell } from './judge.ts';
import { type Policies, policiesOf } from './policies.ts';

let made: Synthesized;
let policies: Policies;
beforeAll(() => {
  made = synthesize();
  policies = policiesOf(made);
});

const expectOnlyOurs = async (
  question: Omit<Question, 'owner'>,
  foreign: Question['context'],
): Promise<void> => {
  const ours = { ...question, owner: HUB.account };
  expect(await isAllowed(ours, policies), tell(ours)).toBe(true);
  const theirs = { ...ours, context: { ...ours.context, ...foreign } };
  expect(await isAllowed(theirs, policies), tell(theirs)).toBe(false);
};

const hub = () => concrete(made.hub, HUB.account);
const alarmsTopic = (): string => {
  const [id = ''] =
    resourcesOf(made.hub, 'AWS::SNS::Topic').find(([each]) => each.startsWith('Alarms')) ?? [];
  return hub().arnOf(id);
};

const CLOUDWATCH = 'cloudwatch.amazonaws.com';
const FOREIGN_ACCOUNT = { 'aws:SourceAccount': '444444444444' };

it('the alarms of this account, and of no other, are published', async () => {
  const context = { 'aws:SourceAccount': HUB.account };
  const topic = alarmsTopic();
  await expectOnlyOurs({ who: CLOUDWATCH, action: 'sns:Publish', resource: topic, context }, FOREIGN_ACCOUNT);
  for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
    const question = { who: CLOUDWATCH, action, resource: policies.keyArn, context };
    await expectOnlyOurs(question, FOREIGN_ACCOUNT);
  }
});

it('each rule, and no other, keeps the events that it could not deliver', async () => {
  const { arnOf, resolve } = hub();
  const rules = resourcesOf(made.hub, 'AWS::Events::Rule');
  expect(rules.length).toBeGreaterThan(0);
  for (const [id, { Properties }] of rules) {
    const targets = resolve(Properties['Targets']) as { DeadLetterConfig: { Arn: string } }[];
    for (const { DeadLetterConfig } of targets) {
      const question = {
        who: 'events.amazonaws.com',
        action: 'sqs:SendMessage',
        resource: DeadLetterConfig.Arn,
        context: { 'aws:SourceArn': arnOf(id) },
      };
      await expectOnlyOurs(question, { 'aws:SourceArn': `${arnOf(id)}-other` });
    }
  }
});

it('the access log is of the archive alone', async () => {
  const { arnOf } = hub();
  const log = resourcesOf(made.hub, 'AWS::S3::Bucket').find(
    ([, { Properties }]) => !Properties['ObjectLockEnabled'],
  );
  const question = {
    who: 'logging.s3.amazonaws.com',
    action: 's3:PutObject',
    resource: `${arnOf(log?.[0] ?? '')}/2026-01-01-00-00-00-0123456789ABCDEF`,
    context: { 'aws:SourceAccount': HUB.account, 'aws:SourceArn': policies.archiveArn },
  };
  await expectOnlyOurs(question, FOREIGN_ACCOUNT);
});

it('nothing is accepted without TLS, whoever sends it', async () => {
  const context = { 'aws:SourceAccount': HUB.account };
  const resource = alarmsTopic();
  const question = { who: CLOUDWATCH, action: 'sns:Publish', resource, context };
  await expectOnlyOurs(question, { 'aws:SecureTransport': 'false' });
});
