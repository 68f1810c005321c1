import { ForbiddenError, NotFoundError } from '../domain/request/errors.ts';
import { hasSide, type PeeringRequest } from '../domain/request/peering-request.ts';

/** Who calls the API, as API Gateway's IAM authorizer established it. */
export type Caller = {
  account_id: string;
  arn: string;
  /** The role behind a session, else the same as `arn`: what stays when credentials are renewed. */
  principal_arn: string;
  is_network_team: boolean;
};

/** By what callers are known. */
export type CallerRules = {
  network_team_role_arns: readonly string[];
  /** Present where callers bring tokens of an issuer that API Gateway trusts, instead of signatures. */
  token?: { account_claim: string; groups_claim: string; network_team_group: string };
};

type Authorized = {
  requestContext: {
    /** The account of the API: the hub. */
    accountId: string;
    authorizer?: {
      iam?: { accountId?: string; userArn?: string };
      jwt?: { claims?: Record<string, unknown> };
    };
  };
};

const TOKEN_MESSAGE = 'Send a token that names your account.';

/** @throws ForbiddenError */
export const callerOf = ({ requestContext }: Authorized, rules: CallerRules): Caller => {
  const { iam, jwt } = requestContext.authorizer ?? {};
  if (rules.token && jwt?.claims) return callerByToken(jwt.claims, rules.token);
  if (!rules.token && iam?.accountId && iam.userArn) {
    return callerBySignature(
      requestContext.accountId,
      iam.accountId,
      iam.userArn,
      rules.network_team_role_arns,
    );
  }
  throw new ForbiddenError(rules.token ? TOKEN_MESSAGE : 'Sign the request with AWS Signature Version 4.');
};

/**
 * An HTTP API lets in principals of its own account alone, so that members call through a role of the hub that
 * only they can assume: `PeerwayCaller-` and the member's account id.
 */
const MEMBER_ROLE = /^arn:aws[\w-]*:iam::(\d{12}):role\/PeerwayCaller-(\d{12})$/;

const callerBySignature = (
  hub: string,
  accountId: string,
  userArn: string,
  networkTeamRoleArns: readonly string[],
): Caller => {
  const principal_arn = roleArnOf(userArn);
  const [, roleAccount, member] = MEMBER_ROLE.exec(principal_arn) ?? [];
  return {
    account_id: member && roleAccount === hub ? member : accountId,
    arn: userArn,
    principal_arn,
    is_network_team: networkTeamRoleArns.includes(principal_arn),
  };
};

const callerByToken = (
  claims: Record<string, unknown>,
  { account_claim, groups_claim, network_team_group }: NonNullable<CallerRules['token']>,
): Caller => {
  const account_id = claims[account_claim];
  if (typeof account_id !== 'string' || !/^\d{12}$/.test(account_id)) {
    throw new ForbiddenError(TOKEN_MESSAGE);
  }
  const principal = `jwt:${String(claims['iss'])}#${String(claims['sub'])}`;
  return {
    account_id,
    arn: principal,
    principal_arn: principal,
    is_network_team: groupsOf(claims[groups_claim]).includes(network_team_group),
  };
};

/** API Gateway hands a claim that is a list on as the text `[one two]`. */
const groupsOf = (claim: unknown): string[] =>
  typeof claim === 'string' ? claim.replace(/^\[(.*)\]$/, '$1').split(/[\s,]+/) : [];

/** `arn:aws:sts::A:assumed-role/R/session` is a session of the role `arn:aws:iam::A:role/R`. */
const roleArnOf = (arn: string): string =>
  arn.replace(/^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

/**
 * The request, for callers of either side's account and the network team. To all others it does not exist.
 *
 * @throws NotFoundError
 */
export const visibleTo = (
  caller: Caller,
  id: string,
  request: PeeringRequest | undefined,
): PeeringRequest => {
  if (!request || !(hasSide(request, caller.account_id) || caller.is_network_team))
    throw new NotFoundError(`Request ${id}`);
  return request;
};

/** @throws ForbiddenError */
export const assertNetworkTeam = ({ is_network_team }: Caller): void => {
  if (!is_network_team) throw new ForbiddenError('Only the network team can use the account directory.');
};
