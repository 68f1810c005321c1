import { networkOf, spelled } from './cidr-blocks.ts';
import { AwsError } from './errors.ts';
import { isPrefixList } from './prefix-lists.ts';
import type { Parameters } from './query-protocol.ts';

/** The parameters of a route's destination. In answers, they begin with a lowercase letter. */
const PARAMETERS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;

type Destination = { destination: string; name: string };

function destinationOf(parameters: Parameters, cidr: typeof spelled): Destination {
  const [parameter, ...others] = PARAMETERS.filter((each) => parameters.text(each));
  if (parameter === undefined) {
    throw new AwsError('missingParameter', { name: 'destinationCidrBlock or destinationIpv6CidrBlock' });
  }
  const [other] = others;
  if (other !== undefined) throw new AwsError('notTogether', { one: parameter, other });

  const text = parameters.required(parameter);
  const name = elementOf(parameter);
  switch (parameter) {
    case 'DestinationCidrBlock':
      return { name, destination: cidr(text, 'IPv4', name) };
    case 'DestinationIpv6CidrBlock':
      return { name, destination: cidr(text, 'IPv6', name) };
    case 'DestinationPrefixListId':
      return { name, destination: text };
  }
}

/** The destination as EC2 stores it. */
export const newDestination = (parameters: Parameters): string =>
  destinationOf(parameters, networkOf).destination;

/** A destination with host bits doesn't name the route to its network. */
export const givenDestination = (parameters: Parameters): Destination => destinationOf(parameters, spelled);

export function destinationXml(destination: string) {
  if (isPrefixList(destination)) return { destinationPrefixListId: destination };
  return destination.includes(':')
    ? { destinationIpv6CidrBlock: destination }
    : { destinationCidrBlock: destination };
}

const elementOf = (parameter: string) => parameter.charAt(0).toLowerCase() + parameter.slice(1);
