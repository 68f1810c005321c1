import { runSimulation } from '@cloud-copilot/iam-simulate';
import { expect, it } from 'vitest';
import { resourcesOf, synthesize } from '../template/synthesized.ts';
import { concrete, HUB } from './concrete.ts';

const PAYMENTS = '111111111111';
const ANNA = 'anna@payments.example';

const ALLOWED = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
};

/** Whether somebody of payments may take on their caller role under this name. */
const mayBeCalled = async (
  sessionNameTag: string | undefined,
  name: string,
  tags: Record<string, string>,
  organization = 'o-exampleorgid',
): Promise<boolean> => {
  const { hub } = synthesize({
    authorization: { kind: 'iam', ...(sessionNameTag && { sessionNameTag }) },
  });
  const [id = '', role] =
    resourcesOf(hub, 'AWS::IAM::Role').find(
      ([, { Properties }]) => Properties['RoleName'] === 'PeerwayCaller-11',
    ) ?? [];
  const { resolve, arnOf } = concrete(hub, HUB.account);
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/session`,
        action: 'sts:AssumeRole',
        resource: { resource: arnOf(id), accountId: HUB.account },
        contextVariables: {
          'aws:PrincipalOrgID': organization,
          'aws:PrincipalAccount': PAYMENTS,
          'aws:PrincipalArn': `arn:aws:iam::${PAYMENTS}:role/Developer`,
          'sts:RoleSessionName': name,
          ...Object.fromEntries(
            Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
          ),
        },
      },
      identityPolicies: [{ name: 'their own', policy: ALLOWED }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resolve(role?.Properties['AssumeRolePolicyDocument']),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult === 'Allowed';
};

it.each([
  ['any name after the account', `${PAYMENTS}-whoever`, true],
  ['another account', '222222222222-whoever', false],
  ['no account', ANNA, false],
])('a session of a caller role, named by %s', async (_, name, expected) => {
  expect(await mayBeCalled(undefined, name, {})).toBe(expected);
});

it.each([
  ['the account and the tag', `${PAYMENTS}-${ANNA}`, { email: ANNA }, true],
  ['somebody else', `${PAYMENTS}-arun@payments.example`, { email: ANNA }, false],
  ['a longer name', `${PAYMENTS}-${ANNA}x`, { email: ANNA }, false],
  ['another spelling', `${PAYMENTS}-Anna@payments.example`, { email: ANNA }, false],
  ['another account and the tag', `222222222222-${ANNA}`, { email: ANNA }, false],
  ['any name, with a tag that is a pattern', `${PAYMENTS}-${ANNA}`, { email: '*' }, false],
  ['any name, without the tag', `${PAYMENTS}-${ANNA}`, {}, false],
  ['any name, with another tag', `${PAYMENTS}-${ANNA}`, { mail: ANNA }, false],
])('where a tag names sessions, one named by %s', async (_, name, tags, expected) => {
  expect(await mayBeCalled('email', name, tags)).toBe(expected);
});

it('where a tag names sessions, they are still of the organization alone', async () => {
  expect(await mayBeCalled('email', `${PAYMENTS}-${ANNA}`, { email: ANNA }, 'o-anotherorgid')).toBe(false);
});
