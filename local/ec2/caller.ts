import type { WireRequest } from '../wire.ts';
import { AwsError } from './errors.ts';
import type { Parameters, Service } from './query-protocol.ts';
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

const CREDENTIAL = /^([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request$/;
const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^,\s]+)/;
const ACCOUNT_ID = /^\d{12}$/;

/** A request is signed in its header or in its query string. */
function signatureOf(headers: WireRequest['headers'], parameters: Parameters) {
  const { authorization } = headers;
  return authorization === undefined
    ? {
        credential: parameters.text('X-Amz-Credential'),
        token: parameters.text('X-Amz-Security-Token'),
      }
    : {
        credential: AUTHORIZATION.exec(authorization)?.[1] ?? '',
        token: headers['x-amz-security-token'],
      };
}

/**
 * Identifies the caller. The signature isn't verified, because the emulator knows no secret keys.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 * @throws AwsError with the message of the service that was called
 */
export function callerOf(
  headers: WireRequest['headers'],
  parameters: Parameters,
  { service, sessions, now }: { service: Service; sessions: ReadonlyMap<string, Session>; now: number },
): Caller {
  const { credential, token } = signatureOf(headers, parameters);
  if (credential === undefined) throw new AwsError('unsigned');
  const [, accessKeyId, region] = CREDENTIAL.exec(credential) ?? [];
  if (accessKeyId === undefined || region === undefined) throw new AwsError('unreadableSignature');

  if (ACCOUNT_ID.test(accessKeyId)) {
    return {
      accountId: accessKeyId,
      region,
      arn: `arn:aws:iam::${accessKeyId}:user/administrator`,
      userId: `AIDA${accessKeyId}`,
    };
  }
  const session = sessions.get(accessKeyId);
  if (session === undefined || session.token !== token) {
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
