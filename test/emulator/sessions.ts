import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { EXTERNAL_ID, HUB_ACCOUNT_ID } from '../../local/seed.ts';
import type { World } from './emulated-ec2.ts';

export type Role = 'PeerwayViewer' | 'PeerwayRequester' | 'PeerwayAccepter' | 'PeerwayConnector';
const roleArn = (accountId: string, role: string) => `arn:aws:iam::${accountId}:role/${role}`;

export function assume(
  world: World,
  accountId: string,
  role: string,
  ExternalId?: string,
  by = HUB_ACCOUNT_ID,
) {
  return world.sts(by).send(
    new AssumeRoleCommand({
      RoleArn: roleArn(accountId, role),
      RoleSessionName: 'peerway',
      ...(ExternalId !== undefined && { ExternalId }),
    }),
  );
}

export async function sessionOf(world: World, accountId: string, role: Role) {
  const { Credentials } = await assume(world, accountId, role, EXTERNAL_ID);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}
