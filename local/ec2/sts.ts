import { randomBytes } from 'node:crypto';
import type { RoleActions } from './authorization.ts';
import type { Caller } from './caller.ts';
import { AwsError } from './errors.ts';
import type { Parameters, XmlContent } from './query-protocol.ts';
import type { State } from './state.ts';

/** Who may assume the roles. */
export type Trust = { trustedAccountId: string; externalId: string };

export type StsCall = {
  caller: Caller;
  parameters: Parameters;
  state: State;
  now: number;
  trust: Trust;
  rolesIn(accountId: string): RoleActions;
};

const ROLE_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/([\w+=,.@/-]+)$/;
/** What AssumeRole takes, by parameter. */
const PATTERNS = { RoleSessionName: /^[\w+=,.@-]{2,64}$/, ExternalId: /^[\w+=,.@:/-]{2,1224}$/ };
const DURATION_SECONDS = { least: 900, most: 3600 };
/** Expired sessions are kept for a while, so that the error is "expired" instead of "unknown". */
const KEPT_AFTER_EXPIRY_MS = 24 * 60 * 60 * 1000;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function assumeRole({ caller, parameters, state, now, trust, rolesIn }: StsCall): XmlContent {
  const roleArn = parameters.required('RoleArn');
  const sessionName = parameters.required('RoleSessionName');
  const seconds = Number(parameters.text('DurationSeconds') ?? DURATION_SECONDS.most);
  if (!(seconds >= DURATION_SECONDS.least && seconds <= DURATION_SECONDS.most)) {
    throw new AwsError('invalidForSts', {
      reason: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  }
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const value = parameters.text(name);
    if (value !== undefined && !pattern.test(value)) {
      throw new AwsError('invalidForSts', {
        reason: `Value '${value}' at '${name}' must match ${pattern.source}`,
      });
    }
  }
  const [, partition, accountId, roleName] = ROLE_ARN.exec(roleArn) ?? [];
  if (partition === undefined || accountId === undefined || roleName === undefined) {
    throw new AwsError('invalidForSts', { reason: `${roleArn} is invalid` });
  }

  const roleExists = Object.hasOwn(rolesIn(accountId), roleName);
  const trusted =
    caller.accountId === trust.trustedAccountId && parameters.text('ExternalId') === trust.externalId;
  if (!roleExists || !trusted) throw new AwsError('assumeRole', { arn: caller.arn, roleArn });

  const session = {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    token: randomBytes(48).toString('base64'),
    accountId,
    roleName,
    sessionName,
    expiresAt: now + seconds * 1000,
  };
  for (const [key, { expiresAt }] of state.sessions) {
    if (now < expiresAt + KEPT_AFTER_EXPIRY_MS) break;
    state.sessions.delete(key);
  }
  state.sessions.set(session.accessKeyId, session);
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: randomBytes(30).toString('base64'),
      SessionToken: session.token,
      Expiration: new Date(session.expiresAt).toISOString(),
    },
    AssumedRoleUser: {
      AssumedRoleId: `AROA${accountId}:${sessionName}`,
      Arn: `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    },
  };
}

function getCallerIdentity({ caller }: StsCall): XmlContent {
  return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
}

export const STS_ACTIONS: Readonly<Record<string, (call: StsCall) => XmlContent>> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};
