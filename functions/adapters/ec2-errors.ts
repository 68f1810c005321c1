import { EC2ServiceException } from '@aws-sdk/client-ec2';
import { ConnectionRefusedError, ConnectionStateError } from '../domain/connection/errors.ts';

/**
 * Errors that a retry can't fix. All others are rethrown unchanged: they may pass, and are retried for a limited
 * time. Among those are errors that may mean either, such as AuthFailure.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const REFUSALS = [
  /^InvalidVpcI[dD]\./,
  /^InvalidVpcPeeringConnectionI[dD]\.Malformed$/,
  /^InvalidRouteTableI[dD]\./,
  /^InvalidParameter/,
  /^(Missing|Unknown)Parameter$/,
  /^ValidationError$/,
  /^OperationNotPermitted$/,
  /^UnsupportedOperation$/,
  /VpcPeeringConnection\w*LimitExceeded$/,
  /^VpcPeeringConnectionAlreadyExists$/,
  /^Tag(PolicyViolation|LimitExceeded)$/,
  /^UnauthorizedOperation$/,
  /^(OptInRequired|Blocked|AccountDisabled)$/,
];

/** @throws ConnectionRefusedError, ConnectionStateError, or the error itself */
export const throwAsOurs = (error: unknown): never => {
  if (!(error instanceof EC2ServiceException)) throw error;
  if (error.name === 'InvalidStateTransition')
    throw new ConnectionStateError(error.message, { cause: error });
  if (REFUSALS.some((refusal) => refusal.test(error.name))) {
    throw new ConnectionRefusedError(error.name, error.message, { cause: error });
  }
  throw error;
};
