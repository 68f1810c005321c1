import { assumptions } from './assumptions.ts';

/**
 * Every error that the emulator can return: EC2's or STS's code, and its message.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const REFUSALS = {
  unsigned: 'MissingAuthenticationToken: Request is missing Authentication Token',
  unreadableSignature: 'IncompleteSignature: The request signature does not conform to AWS standards',
  unknownKey: 'AuthFailure: AWS was not able to validate the provided access credentials',
  unknownKeyForSts: 'InvalidClientTokenId: The security token included in the request is invalid.',
  expiredSession: 'RequestExpired: Request has expired.',
  expiredSessionForSts: 'ExpiredToken: The security token included in the request is expired',
  unauthorized:
    'UnauthorizedOperation: You are not authorized to perform this operation. User: {arn} is not authorized to perform: ec2:{action} because no identity-based policy allows the ec2:{action} action',
  assumeRole: 'AccessDenied: User: {arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}',
  dryRun: 'DryRunOperation: Request would have succeeded, but DryRun flag is set.',
  throttled: 'RequestLimitExceeded: Request limit exceeded.',
  internal: 'InternalError: An internal error has occurred',

  unknownAction: 'InvalidAction: The action {action} is not valid for this web service.',
  missingParameter: 'MissingParameter: The request must contain the parameter {name}',
  invalidValue: 'InvalidParameterValue: Value ( {value} ) for parameter {name} is invalid. {reason}',
  notACidr:
    'InvalidParameterValue: Value ({value}) for parameter {name} is invalid. This is not a valid CIDR block.',
  invalidFilter: "InvalidParameterValue: The filter '{name}' is invalid",
  notTogether: 'InvalidParameterCombination: The parameter {one} cannot be used with the parameter {other}',
  noAttribute: 'InvalidParameterCombination: No attributes specified.',
  severalAttributes: 'InvalidParameterCombination: Fields for multiple attribute types specified: {names}',
  tooManyFilterValues:
    'FilterLimitExceeded: The maximum number of filter values specified on a single call is {most}',
  invalidNextToken: 'InvalidPaginationToken: The specified pagination token is not valid.',
  invalidForSts: 'ValidationError: {reason}',

  vpcMalformed: `${assumptions.malformedVpcIdCode}: Invalid id: "{id}" (expecting "vpc-...")`,
  vpcNotFound: "InvalidVpcID.NotFound: The vpc ID '{id}' does not exist",
  vpcInUse: "DependencyViolation: The vpc '{id}' has dependencies and cannot be deleted.",
  vpcRange: "InvalidVpc.Range: The CIDR '{cidr}' is invalid.",
  hostnamesNeedSupport: `${assumptions.hostnamesWithoutSupportCode}: DNS hostnames can be enabled only if DNS support is enabled for {vpcId}`,
  cidrConflict: "CidrConflict: The CIDR '{cidr}' conflicts with another block of the VPC",

  blockNotFound:
    "InvalidVpcCidrBlockAssociationID.NotFound: The vpc CIDR block association ID '{id}' does not exist",
  blockInUse: 'InvalidCidrBlock.InUse: The vpc {vpcId} currently has a subnet within CIDR block {cidr}',
  primaryBlock:
    'OperationNotPermitted: The vpc CIDR block with association ID {id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC',

  malformed: 'InvalidVpcPeeringConnectionId.Malformed: Invalid id: "{id}" (expecting "pcx-...")',
  notFound: "InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID '{id}' does not exist",
  alreadyExists:
    'VpcPeeringConnectionAlreadyExists: The vpc peering connection identified by {id} already exists.',
  transition:
    'InvalidStateTransition: Invalid state transition for {id}, attempted to transition from {from} to {to}',
  notYours: 'OperationNotPermitted: User {accountId} cannot {verb} peering {id}',
  wrongRegion:
    'OperationNotPermitted: Incorrect region ({asked}) specified for this request. VPC peering connection {id} must be {done} in region {right}',
  tooManyPending:
    'OutstandingVpcPeeringConnectionLimitExceeded: Vpc peering connection request limit exceeded.',
  tooManyActive:
    'ActiveVpcPeeringConnectionPerVpcLimitExceeded: The maximum number of active VPC peering connections has been reached for {vpcId}',
  optionsNotActive:
    'OperationNotPermitted: Peering {id} is not active. Peering options can be added only to active peerings.',
  optionsNotYours:
    'OperationNotPermitted: User {accountId} does not have permission to modify the {side} side peering options',
  acrossRegions:
    'OperationNotPermitted: Modifying VPC peering connection options {names} is not supported for cross-region VPC peering connections',
  dnsDisabled:
    'InvalidVpcPeeringConnectionState.DnsHostnamesDisabled: DNS support and DNS hostnames must be enabled for {vpcId}',

  tableMalformed: 'InvalidRouteTableId.Malformed: Invalid id: "{id}" (expecting "rtb-...")',
  tableNotFound: "InvalidRouteTableID.NotFound: The routeTable ID '{id}' does not exist",
  tableInUse: "DependencyViolation: The routeTable '{id}' has dependencies and cannot be deleted.",
  associationNotFound: "InvalidAssociationID.NotFound: The association ID '{id}' does not exist",
  alreadyAssociated:
    'Resource.AlreadyAssociated: the specified association for route table {id} conflicts with an existing association',
  mainAssociation: 'InvalidParameterValue: cannot disassociate the main route table association {id}',
  subnetElsewhere:
    'InvalidParameterValue: Route table {id} and subnet {subnetId} belong to different networks',
  tableElsewhere:
    'InvalidParameterValue: Route table {id} and association {associationId} belong to different networks',
  notForGateways: 'InvalidParameterValue: Route table {id} has routes that a gateway route table cannot have',
  subnetMalformed: 'InvalidSubnetID.Malformed: Invalid id: "{id}" (expecting "subnet-...")',
  subnetNotFound: "InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist",
  subnetRange: "InvalidSubnet.Range: The CIDR '{cidr}' is invalid.",
  subnetConflict: "InvalidSubnet.Conflict: The CIDR '{cidr}' conflicts with another subnet",
  tooManyTables: 'RouteTableLimitExceeded: The maximum number of route tables has been reached.',
  routeExists: 'RouteAlreadyExists: The route identified by {destination} already exists.',
  noRouteToReplace:
    "InvalidParameterValue: There is no route defined for '{destination}' in the route table. Use CreateRoute instead.",
  noRouteToDelete: 'InvalidRoute.NotFound: no route with {name} {destination} in route table {id}',
  localRoute: 'InvalidParameterValue: cannot remove local route {destination} in route table {id}',
  interfacesOnly:
    'InvalidParameterValue: Route target is not supported. This route only supports interface and instance targets.',
  reservedDestination: 'InvalidParameterValue: The destination {destination} is reserved by AWS',
  differentNetworks:
    'InvalidParameterValue: route table {id} and network gateway {target} belong to different networks',
  gatewayNotFound: "InvalidGatewayID.NotFound: The gateway ID '{id}' does not exist",
  prefixListNotFound: "InvalidPrefixListID.NotFound: The prefix list ID '{id}' does not exist",
  tooManyRoutes: 'RouteLimitExceeded: The maximum number of routes has been reached.',
  endedConnection: `${assumptions.routeToEndedConnectionCode}: The vpcPeeringConnection ID '{id}' does not exist`,

  groupNotFound: "InvalidGroup.NotFound: The security group '{id}' does not exist",
  groupInUse: 'DependencyViolation: resource {id} has a dependent object',
  sameRule: 'InvalidPermission.Duplicate: the specified rule already exists',
  noRule: 'InvalidPermission.NotFound: The specified rule does not exist in this security group.',

  notTaggable: "InvalidParameterValue: '{type}' is not a valid taggable resource type for this operation.",
  notAnId: "InvalidID: The ID '{id}' is not valid",
  duplicateTag: "InvalidParameterValue: Duplicate tag key '{key}' specified.",
  tooManyTags: 'TagLimitExceeded: The maximum number of Tags for a resource has been reached.',
} as const;

const BAD_REQUEST = 400;
/** The HTTP statuses of all others. */
const STATUS: Readonly<Record<string, number>> = {
  AuthFailure: 401,
  MissingAuthenticationToken: 403,
  IncompleteSignature: 403,
  InvalidClientTokenId: 403,
  ExpiredToken: 403,
  UnauthorizedOperation: 403,
  AccessDenied: 403,
  DryRunOperation: 412,
  InternalError: 500,
  RequestLimitExceeded: 503,
};

type Refusal = keyof typeof REFUSALS;
type Blanks<Text extends string> = Text extends `${string}{${infer Blank}}${infer Rest}`
  ? Blank | Blanks<Rest>
  : never;
type Filling<Name extends Refusal> = { readonly [Blank in Blanks<(typeof REFUSALS)[Name]>]: string };

/** An error response of EC2 or STS. */
export class AwsError<Name extends Refusal = Refusal> extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly httpStatus: number;

  constructor(refusal: Name, ...[filling]: keyof Filling<Name> extends never ? [] : [Filling<Name>]) {
    const [code = '', ...message] = REFUSALS[refusal].split(': ');
    const blanks: Readonly<Record<string, string>> = { ...filling };
    super(message.join(': ').replace(/\{(\w+)\}/g, (_, blank: string) => blanks[blank] ?? ''));
    this.code = code;
    this.httpStatus = STATUS[code] ?? BAD_REQUEST;
  }
}
