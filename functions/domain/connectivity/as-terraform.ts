import { isIpv6 } from '../request/cidr.ts';
import type { AdviceFacts, AdvisedRoute, AdvisedSteps } from './advice.ts';

/** Resources for the AWS provider of the side's account and Region. */
export const asTerraform = ({ routes, dns_resolution }: AdvisedSteps, facts: AdviceFacts): string => {
  const { side, connection, role } = facts;
  const isUnseen = routes.some(({ route_table_id }) => !route_table_id);
  return [
    `# For a provider in account ${side.owner_id}, ${side.region}.`,
    ...(isUnseen
      ? [block(`data "aws_route_tables" "${labelOf(side.vpc_id)}"`, [`vpc_id = "${side.vpc_id}"`])]
      : []),
    ...routes.map((route) => routeResource(route, facts)),
    ...(dns_resolution
      ? [
          block(`resource "aws_vpc_peering_connection_options" "${labelOf(connection)}_${role}"`, [
            `vpc_peering_connection_id = "${connection}"`,
            '',
            `${role} {`,
            '  allow_remote_vpc_dns_resolution = true',
            '}',
          ]),
        ]
      : []),
  ].join('\n\n');
};

const routeResource = (
  { route_table_id, destination_cidr_block: destination }: AdvisedRoute,
  { side, connection }: AdviceFacts,
): string => {
  const label = `${labelOf(route_table_id ?? side.vpc_id)}_to_${labelOf(destination)}`;
  const field = isIpv6(destination) ? 'destination_ipv6_cidr_block' : 'destination_cidr_block';
  return block(`resource "aws_route" "${label}"`, [
    ...(route_table_id ? [] : [`for_each = toset(data.aws_route_tables.${labelOf(side.vpc_id)}.ids)`, '']),
    ...aligned({
      route_table_id: route_table_id ? `"${route_table_id}"` : 'each.value',
      [field]: `"${destination}"`,
      vpc_peering_connection_id: `"${connection}"`,
    }),
  ]);
};

/** As `terraform fmt` writes them. */
const aligned = (values: Readonly<Record<string, string>>): string[] => {
  const longest = Math.max(...Object.keys(values).map(({ length }) => length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(longest)} = ${value}`);
};

const block = (head: string, lines: readonly string[]): string =>
  [`${head} {`, ...lines.map((line) => line && `  ${line}`), '}'].join('\n');

/** A name that the same route always gets, so that a later copy changes nothing that is there. */
const labelOf = (text: string): string => text.replaceAll(/[^a-z0-9]/gi, '_');
