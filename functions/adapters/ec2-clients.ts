import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { RoleNotAssumableError } from '../domain/connection/errors.ts';
import type { Place } from '../domain/connection/ports.ts';

/** Peerway's roles in a member account: one describes, one creates and deletes, one accepts and rejects, one sets routes. */
const ROLE_NAMES = {
  viewer: 'PeerwayViewer',
  requester: 'PeerwayRequester',
  accepter: 'PeerwayAccepter',
  connector: 'PeerwayConnector',
} as const;

type MemberRole = keyof typeof ROLE_NAMES;

/** EC2 clients for the member accounts: one for each account, Region and role, created once. */
export interface Ec2Clients {
  /** The client's calls throw RoleNotAssumableError when the role can't be assumed. */
  as(role: MemberRole, place: Place): EC2Client;
}

const SESSION_SECONDS = 3600;

export const ec2Clients = (
  externalId: string,
  partition: string,
  clientConfig: Pick<EC2ClientConfig, 'maxAttempts' | 'requestHandler'>,
  sts = new STSClient(clientConfig),
): Ec2Clients => {
  const clients = new Map<string, EC2Client>();
  /** Of each role's first client, which keeps the role's session and renews it: a session serves all Regions. */
  const sessions = new Map<string, EC2Client['config']['credentials']>();
  /** With a handler for each, the clients of hundreds of accounts would keep more connections open than Lambda allows. */
  let requestHandler: EC2Client['config']['requestHandler'] | undefined;

  const assume = async (roleArn: string): Promise<AwsCredentialIdentity> => {
    try {
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: 'peerway',
          ExternalId: externalId,
          DurationSeconds: SESSION_SECONDS,
        }),
      );
      return {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
        ...(Credentials?.Expiration && { expiration: Credentials.Expiration }),
      };
    } catch (error) {
      if (error instanceof STSServiceException && error.name === 'AccessDenied') {
        throw new RoleNotAssumableError(roleArn, { cause: error });
      }
      throw error;
    }
  };

  return {
    as: (role, { owner_id, region }) => {
      const roleArn = `arn:${partition}:iam::${owner_id}:role/${ROLE_NAMES[role]}`;
      const key = `${roleArn} ${region}`;
      const existing = clients.get(key);
      if (existing) return existing;
      const client = new EC2Client({
        ...clientConfig,
        ...(requestHandler && { requestHandler }),
        region,
        credentials: sessions.get(roleArn) ?? (() => assume(roleArn)),
      });
      sessions.set(roleArn, client.config.credentials);
      requestHandler ??= client.config.requestHandler;
      clients.set(key, client);
      return client;
    },
  };
};
