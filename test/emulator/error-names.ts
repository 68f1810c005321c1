/** EC2's error codes, by what they mean for a connection. */
export const STATE = 'InvalidStateTransition';
export const NOT_YOURS = 'OperationNotPermitted';
export const GONE = 'InvalidVpcPeeringConnectionID.NotFound';
