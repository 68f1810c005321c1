import type { App } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { beforeAll, expect, it } from 'vitest';
import { checkWithNag, explanationOf, type Finding, findingsOf } from '../../infra/nag/checks.ts';
import { EXPLANATIONS } from '../../infra/nag/explained-findings.ts';
import { HUB } from '../../infra/peerway-app.ts';
import { CONNECTING, synthesize, WITH_FRONT } from './template/synthesized.ts';

let findings: Finding[];

beforeAll(() => {
  synthesize({ ...WITH_FRONT, ...CONNECTING }, (app) => {
    findings = findingsOf(app);
    // The synthesis fails where one is not explained.
    checkWithNag(app);
  });
});

it('every finding is explained', () => {
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.filter((finding) => !explanationOf(finding))).toEqual([]);
});

it('every explanation is of a finding that is there, and says why', () => {
  const used = new Set(findings.map(explanationOf));
  expect(EXPLANATIONS.filter((explanation) => !used.has(explanation))).toEqual([]);
  for (const { reason } of EXPLANATIONS) expect(reason).toMatch(/^.{20,}\.$/);
});

it('a finding that is not explained fails the synthesis', () => {
  const addGuilty = (app: App): void => {
    new CfnPolicy(app.node.findChild(HUB), 'Guilty', {
      policyName: 'guilty',
      policyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
    });
    checkWithNag(app);
  };
  expect(() => synthesize({}, addGuilty)).toThrow('AwsSolutions-IAM5[Action::s3:*]');
});
