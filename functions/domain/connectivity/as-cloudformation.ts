import { isIpv6 } from '../request/cidr.ts';
import type { AdviceFacts, AdvisedRoute, AdvisedSteps } from './advice.ts';
import { turnOnDnsOption } from './aws-cli.ts';

/** A template for the side's account and Region. CloudFormation has no resource for the DNS option. */
export const asCloudFormation = (
  { routes, dns_resolution }: AdvisedSteps,
  facts: AdviceFacts,
): string | undefined => {
  if (routes.length === 0) return undefined;
  const { side } = facts;
  const isUnseen = routes.some(({ route_table_id }) => !route_table_id);
  return [
    `# In account ${side.owner_id}, ${side.region}.${isUnseen ? ' Create a stack for each route table.' : ''}`,
    ...(dns_resolution
      ? ['# CloudFormation can’t turn on DNS resolution. Run:', `# ${turnOnDnsOption(facts)}`]
      : []),
    ...(isUnseen ? ['Parameters:', `  ${PARAMETER}:`, '    Type: String'] : []),
    'Resources:',
    ...routes.flatMap((route) => routeResource(route, facts)),
  ].join('\n');
};

const PARAMETER = 'RouteTableId';

const routeResource = (
  { route_table_id, destination_cidr_block: destination }: AdvisedRoute,
  { connection }: AdviceFacts,
): string[] => [
  `  ${nameOf(route_table_id ?? 'Route')}To${nameOf(destination)}:`,
  '    Type: AWS::EC2::Route',
  '    Properties:',
  `      RouteTableId: ${route_table_id ?? `!Ref ${PARAMETER}`}`,
  `      Destination${isIpv6(destination) ? 'Ipv6' : ''}CidrBlock: '${destination}'`,
  `      VpcPeeringConnectionId: ${connection}`,
];

/** Logical IDs have only letters and digits. */
const nameOf = (text: string): string =>
  text.replaceAll(/[^a-z0-9]/gi, 'x').replace(/^./, (first) => first.toUpperCase());
