import { describe, expect, it } from 'vitest';
import { checkWithNag } from '../../infra/nag/checks.ts';
import { functionsOf } from './template/statements.ts';
import { resourcesOf, type Synthesized, synthesize } from './template/synthesized.ts';

const PARTITIONS = [
  { partition: 'aws-cn', region: 'cn-north-1', domain: 'amazonaws.com.cn', logs: 'amazonaws.com.cn' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', domain: 'amazonaws.com', logs: 'amazonaws.com' },
  { partition: 'aws-eusc', region: 'eusc-de-east-1', domain: 'amazonaws.eu', logs: 'amazonaws.com' },
];

const synthesizeIn = (partition: string, region: string): Synthesized =>
  synthesize(
    {
      hub: { accountId: '999999999999', region },
      regions: [region],
      networkTeamRoleArns: [`arn:${partition}:iam::999999999999:role/NetworkTeam`],
      domain: {
        name: 'peerway.network.example.com',
        certificateArn: `arn:${partition}:acm:${region}:999999999999:certificate/00000000-0000-4000-8000-000000000000`,
      },
    },
    checkWithNag,
  );

/** Every text in a template. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(textsIn)
      : [];

describe.each(PARTITIONS)('in the partition $partition', ({ partition, region, domain, logs }) => {
  const made = synthesizeIn(partition, region);

  it.each(['hub', 'spoke'] as const)('every ARN of the %s is of the partition', (name) => {
    const arns = textsIn(made[name]).flatMap((text) => text.match(/\barn:aws[\w-]*:/g) ?? []);
    expect(arns.length).toBeGreaterThan(10);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
  });

  it('no address has the domain of another', () => {
    const hosts = textsIn(made.hub).flatMap((text) => text.match(/[\w.-]+\.amazonaws\.[a-z.]+[a-z]/g) ?? []);
    const isService = /^(?:[a-z0-9-]+|logging\.s3)\.amazonaws\.com$/;
    expect(new Set(hosts.filter((host) => !isService.test(host)))).toEqual(
      new Set([
        `logs.${region}.${logs}`,
        ...['dynamodb', 'sns'].flatMap((service) =>
          ['amazonaws.com', domain].map((end) => `${service}.${region}.${end}`),
        ),
      ]),
    );
  });

  it('the functions that work in member accounts know it', () => {
    const variables = functionsOf(made.hub).map(
      ({ properties }) =>
        (properties['Environment'] as { Variables: Record<string, string> } | undefined)?.Variables ?? {},
    );
    const inMembers = variables.filter(({ EXTERNAL_ID }) => EXTERNAL_ID);
    expect(inMembers.length).toBeGreaterThan(0);
    for (const { PARTITION } of inMembers) expect(PARTITION).toBe(partition);
  });

  it('the workflow calls functions by the partition’s own integration', () => {
    const [[, machine] = []] = resourcesOf(made.hub, 'AWS::StepFunctions::StateMachine');
    expect(JSON.stringify(machine?.Properties['DefinitionString'])).toContain(
      `arn:${partition}:states:::lambda:invoke.waitForTaskToken`,
    );
  });

  it('the bus has no property that CloudFormation lacks in GovCloud', () => {
    const [[, bus] = []] = resourcesOf(made.hub, 'AWS::Events::EventBus');
    expect(Object.keys(bus?.Properties ?? {}).sort()).toEqual(['Name', 'Tags']);
  });
});
