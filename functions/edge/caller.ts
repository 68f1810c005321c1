import { ForbiddenError, NotFoundError } from '../domain/errors.ts';
import { hasSide, type PeeringRequest } from '../domain/peering-request.ts';

/** Who calls the API, as API Gateway's IAM authorizer established it. */
export type Caller = {
  account_id: string;
  arn: string;
  /** The role behind a session, else the same as `arn`: what stays when credentials are renewed. */
  principal_arn: string;
  is_network_team: boolean;
};

type IamAuthorized = {
  requestContext: {
    /** The account of the API: the hub. */
    accountId: string;
    authorizer?: { iam?: { accountId?: string; userArn?: string } };
  };
};

/**
 * An HTTP API lets in principals of its own account alone, so that members call through a role of the hub that
 * only they can assume: `PeerwayCaller-` and the member's account id.
 */
const MEMBER_ROLE = /^arn:aws[\w-]*:iam::(\d{12}):role\/PeerwayCaller-(\d{12})$/;

/** @throws ForbiddenError */
export const callerOf = (
  { requestContext: { accountId: hub, authorizer } }: IamAuthorized,
  networkTeamRoleArns: readonly string[],
): Caller => {
  const { accountId, userArn } = authorizer?.iam ?? {};
  if (!accountId || !userArn) throw new ForbiddenError('Sign the request with AWS Signature Version 4.');
  const principal_arn = roleArnOf(userArn);
  const [, roleAccount, member] = MEMBER_ROLE.exec(principal_arn) ?? [];
  return {
    account_id: member && roleAccount === hub ? member : accountId,
    arn: userArn,
    principal_arn,
    is_network_team: networkTeamRoleArns.includes(principal_arn),
  };
};

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
    throw new NotFoundError(`The request ${id}`);
  return request;
};

/** @throws ForbiddenError */
export const assertNetworkTeam = ({ is_network_team }: Caller): void => {
  if (!is_network_team) throw new ForbiddenError('The directory is the network team’s.');
};
