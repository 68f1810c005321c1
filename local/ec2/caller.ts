import { AwsError } from './errors.ts';
import type { Service } from './query-protocol.ts';
import type { Session } from './state.ts';

export type Caller = {
  accountId: string;
  /** The Region in the credential scope: the Region whose EC2 was called. */
  region: string;
  arn: string;
  userId: string;
  /** Absent for an account's administrator. */
  roleName?: string;
};

/** The actions that the spoke stack's roles allow in a member account. */
export const ROLE_ACTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  PeerwayRequester: new Set([
    'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
    'DescribeVpcPeeringConnections',
    'DescribeVpcs',
    'DescribeVpcAttribute',
    'CreateTags',
  ]),
  PeerwayAccepter: new Set([
    'AcceptVpcPeeringConnection',
    'RejectVpcPeeringConnection',
    'DescribeVpcPeeringConnections',
    'DescribeVpcs',
    'DescribeVpcAttribute',
  ]),
};

const SIGNATURE_V4 =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request\b/;
const ACCOUNT_ID = /^\d{12}$/;

/**
 * Identifies the caller. The signature isn't verified, because the emulator knows no secret keys.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 * @throws AwsError with the message of the service that was called
 */
export function callerOf(
  headers: Headers,
  { service, sessions, now }: { service: Service; sessions: readonly Session[]; now: number },
): Caller {
  const authorization = headers.get('authorization');
  if (authorization === null) throw new AwsError('unsigned');
  const [, accessKeyId, region] = SIGNATURE_V4.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined) throw new AwsError('unreadableSignature');

  if (ACCOUNT_ID.test(accessKeyId)) {
    return {
      accountId: accessKeyId,
      region,
      arn: `arn:aws:iam::${accessKeyId}:user/administrator`,
      userId: `AIDA${accessKeyId}`,
    };
  }
  const session = sessions.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (session === undefined || session.token !== headers.get('x-amz-security-token')) {
    throw new AwsError(service === 'sts' ? 'unknownKeyForSts' : 'unknownKey');
  }
  if (now >= session.expiresAt) {
    throw new AwsError(service === 'sts' ? 'expiredSessionForSts' : 'expiredSession');
  }
  const { accountId, roleName, sessionName } = session;
  return {
    accountId,
    region,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    userId: `AROA${accountId}:${sessionName}`,
    roleName,
  };
}

/** @throws UnauthorizedOperation */
export function authorize({ roleName, arn }: Caller, action: string): void {
  if (roleName !== undefined && !ROLE_ACTIONS[roleName]?.has(action)) {
    throw new AwsError('unauthorized', { arn, action });
  }
}
