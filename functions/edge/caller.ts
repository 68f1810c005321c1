import { ForbiddenError, NotFoundError } from '../domain/request/errors.ts';
import { mayLearnOf } from '../domain/request/may-learn-of.ts';
import { parseMemberSession } from '../domain/request/member-session.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { isAddress } from '../domain/request/person.ts';

/** The caller of the API, as authenticated by API Gateway. */
export type Caller = {
  account_id: string;
  arn: string;
  /**
   * The role of an assumed-role session, with the member account that assumed it if it is shared by several;
   * otherwise the same as `arn`. It stays the same when credentials are renewed.
   */
  principal_arn: string;
  is_network_team: boolean;
  /** Their mail address, if somebody else than they themselves vouches for it. */
  address?: string;
};

/** How callers are identified. */
export type CallerRules = {
  network_team_role_arns: readonly string[];
  /** The caller roles' trust policy makes a session's name the value of a tag. See infra/hub/caller-roles.ts. */
  are_sessions_named_by_tag?: boolean;
  /** Set when callers send tokens of an issuer that API Gateway trusts, instead of signatures. */
  token?: {
    account_claim: string;
    groups_claim: string;
    /** Whether the groups claim is a list, and no name in it can have a space. */
    groups_without_spaces: boolean;
    network_team_group: string;
    /** The claim with the caller's mail address. Unless the issuer verifies all, `email_verified` must be true. */
    email?: { claim: string; is_always_verified: boolean };
  };
};

type Authorized = {
  requestContext: {
    /** The hub account, which owns the API. */
    accountId: string;
    authorizer?: {
      iam?: { accountId?: string; userArn?: string };
      jwt?: { claims?: Record<string, unknown> };
    };
  };
};

const TOKEN_MESSAGE = 'Send a token that names your account.';

/** @throws ForbiddenError */
export const identifyCaller = ({ requestContext }: Authorized, rules: CallerRules): Caller => {
  const { iam, jwt } = requestContext.authorizer ?? {};
  if (rules.token && jwt?.claims) return identifyByToken(jwt.claims, rules.token);
  if (!rules.token && iam?.accountId && iam.userArn) {
    return identifyBySignature(requestContext.accountId, iam.accountId, iam.userArn, rules);
  }
  throw new ForbiddenError(rules.token ? TOKEN_MESSAGE : 'Sign the request with AWS Signature Version 4.');
};

/**
 * An HTTP API accepts only principals of its own account. Each member account therefore calls through a hub role.
 * infra/hub/caller-roles.ts creates these roles and says why a session's name proves its account.
 */
const CALLER_ROLE = /:role\/PeerwayCaller-[^/]*$/;

const identifyBySignature = (
  hub: string,
  accountId: string,
  userArn: string,
  { network_team_role_arns, are_sessions_named_by_tag = false }: CallerRules,
): Caller => {
  const principal_arn = toRoleArn(userArn);
  if (accountId === hub && CALLER_ROLE.test(principal_arn)) {
    return identifyMember(userArn, principal_arn, are_sessions_named_by_tag);
  }
  return {
    account_id: accountId,
    arn: userArn,
    principal_arn,
    is_network_team: network_team_role_arns.includes(principal_arn),
  };
};

const identifyMember = (userArn: string, roleArn: string, isNamedByTag: boolean): Caller => {
  const session = parseMemberSession(userArn);
  if (!session) {
    throw new ForbiddenError(
      "Name the session with your account ID, a hyphen and your name, such as 111111111111-anna@example.com, and use the role of your account's last two digits.",
    );
  }
  const { account_id, name } = session;
  return {
    account_id,
    arn: userArn,
    principal_arn: `${roleArn}/${account_id}`,
    is_network_team: false,
    ...(isNamedByTag && isAddress(name) && { address: name }),
  };
};

const identifyByToken = (
  claims: Record<string, unknown>,
  rules: NonNullable<CallerRules['token']>,
): Caller => {
  const account_id = claims[rules.account_claim];
  const { iss, sub } = claims;
  if (typeof account_id !== 'string' || !/^\d{12}$/.test(account_id)) {
    throw new ForbiddenError(TOKEN_MESSAGE);
  }
  if (!sub) throw new ForbiddenError('Send a token that names you in its claim `sub`.');
  const principal = `jwt:${String(iss)}#${sub}`;
  return {
    account_id,
    arn: principal,
    principal_arn: principal,
    is_network_team: groupsOf(claims, rules).includes(rules.network_team_group),
    ...addressOf(claims, rules),
  };
};

const addressOf = (
  claims: Record<string, unknown>,
  { email: rule }: NonNullable<CallerRules['token']>,
): Pick<Caller, 'address'> => {
  const address = rule && claims[rule.claim];
  const isVerified = rule?.is_always_verified || String(claims['email_verified']) === 'true';
  return isVerified && isAddress(address) ? { address } : {};
};

/**
 * API Gateway passes a claim that is a list as the text `[one two]`. A space in a name looks the same as one between
 * two names, so only the operator can know whether the text can be taken apart.
 */
const groupsOf = (
  claims: Record<string, unknown>,
  { groups_claim, groups_without_spaces }: NonNullable<CallerRules['token']>,
): unknown[] => {
  const claim = claims[groups_claim];
  const list = groups_without_spaces ? /^\[(.*)\]$/s.exec(String(claim)) : null;
  return list?.[1]?.split(' ') ?? [claim];
};

/** Converts `arn:aws:sts::A:assumed-role/R/session` to its role, `arn:aws:iam::A:role/R`. */
const toRoleArn = (arn: string): string =>
  arn.replace(/^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

/**
 * Returns the request to those who may learn of it. For all others it doesn't exist.
 *
 * @throws NotFoundError
 */
export const requireVisible = (
  caller: Caller,
  id: string,
  request: PeeringRequest | undefined,
): PeeringRequest => {
  if (!request || !mayLearnOf(caller, request)) throw new NotFoundError(`Request ${id}`);
  return request;
};

/** @throws ForbiddenError */
export const assertNetworkTeam = ({ is_network_team }: Caller): void => {
  if (!is_network_team) throw new ForbiddenError('Only the network team can use the account directory.');
};
