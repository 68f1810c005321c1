import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { ec2Clients } from '../../functions/adapters/ec2-clients.ts';
import { EXTERNAL_ID, HUB_ACCOUNT_ID } from '../../local/seed.ts';
import { emulatedEc2, PAYMENTS } from './emulated-ec2.ts';

it('the hub assumes the roles of its own partition', async () => {
  await using world = await emulatedEc2();
  const credentialsOf = (owner_id: string) => {
    const clients = ec2Clients(EXTERNAL_ID, 'aws-us-gov', { maxAttempts: 1 }, world.sts(HUB_ACCOUNT_ID));
    return clients.as('requester', { owner_id, region: 'us-gov-west-1' }).config.credentials();
  };
  const session = world.stsWith(await credentialsOf(PAYMENTS));
  expect((await session.send(new GetCallerIdentityCommand({}))).Account).toBe(PAYMENTS);
  await expect(credentialsOf('444444444444')).rejects.toThrow(
    'can’t assume the role arn:aws-us-gov:iam::444444444444:role/PeerwayRequester',
  );
});
