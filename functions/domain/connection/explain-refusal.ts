import type { Explanation, PeeringRequest } from '../request/peering-request.ts';
import { NOT_VISIBLE } from './patience.ts';

/**
 * Explains an error that ended a request, by its code.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const explainRefusal = ({ failure, ec2_error, requester, accepter }: PeeringRequest): Explanation => {
  if (!failure) return explain('No cause was recorded.', 'Contact the network team.');
  const { code, message } = failure;
  const account = `account ${requester.owner_id}`;
  switch (code) {
    case 'CONFLICT':
      return explain(message, 'Use that connection, or have it deleted and resubmit the request.');
    case NOT_VISIBLE:
      return explain(
        `Peerway has lost access to both accounts in EC2, so it can’t see whether the connection exists or was accepted.`,
        `Look for a connection between ${requester.vpc_id} and ${accepter.vpc_id} in both accounts, and delete it if nobody needs it.`,
        'Ask the network team to restore Peerway’s roles, then resubmit the request.',
      );
    case 'RoleNotAssumableError':
      return explain(
        `Peerway’s role in ${account} is missing or doesn’t trust Peerway.`,
        'Ask the network team to onboard the account or update its roles, then resubmit the request.',
      );
    case 'OutstandingVpcPeeringConnectionLimitExceeded':
    case 'PendingVpcPeeringConnectionLimitExceeded':
      return explain(
        `Account ${requester.owner_id} has reached EC2’s quota of pending peering requests.`,
        'Wait until some requests are decided, withdraw some, or raise the quota. Then resubmit this request.',
      );
    case 'VpcPeeringConnectionsPerVpcLimitExceeded':
    case 'ActiveVpcPeeringConnectionPerVpcLimitExceeded':
      return explain(
        'One of the VPCs has reached EC2’s quota of peering connections per VPC.',
        'Delete some of its connections, or raise the quota. Then resubmit this request.',
      );
    case 'TagPolicyViolation':
      return explain(
        `A tag policy of ${account} doesn’t allow the tags that Peerway gives the connection.`,
        'Ask whoever manages the organization’s tag policies to allow the tags Name and peerway:request-id on VPC peering connections, then resubmit the request.',
      );
    case 'UnauthorizedOperation':
    case 'OperationNotPermitted':
      return explain(
        `Peerway’s role in ${account} isn’t allowed to do this, for example because of a service control policy.`,
        'Ask the network team to compare the role’s permissions and the organization’s policies with this request, then resubmit it.',
      );
    case 'AuthFailure':
    case 'OptInRequired':
      return explain(
        `Peerway can’t use EC2 in ${requester.region} for ${account}. The account may not be opted in to ${requester.region}.`,
        `Ask the network team to opt the account in to ${requester.region}, then resubmit the request.`,
      );
    case 'Blocked':
    case 'AccountDisabled':
      return explain(`AWS has blocked ${account}.`, 'Ask the owner of the account to contact AWS Support.');
    case 'PendingVerification':
      return explain(
        `AWS hasn’t verified ${account} yet.`,
        'Wait until AWS has verified the account, then resubmit the request.',
      );
    case 'UnsupportedOperation':
      return explain(
        `EC2 doesn’t support this peering: ${message}`,
        'Ask the network team for another way to connect the VPCs.',
      );
    default:
      return explain(
        `${ec2_error?.code === code ? 'Peerway retried for 24 hours, but EC2' : 'EC2'} returned an error: ${message} (${code}).`,
        'Fix what the error names or contact the network team, then resubmit the request.',
      );
  }
};

const explain = (cause: string, ...next: string[]): Explanation => ({ cause, overlaps: [], next });
