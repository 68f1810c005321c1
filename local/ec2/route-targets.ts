import { AwsError } from './errors.ts';
import { isPrefixList } from './prefix-lists.ts';
import type { Parameters } from './query-protocol.ts';
import type { Route } from './state.ts';

/** What a route can lead to: how its IDs begin, the parameter that takes them, and the element that shows them. */
const TARGETS = [
  { prefix: 'pcx', parameter: 'VpcPeeringConnectionId', element: 'vpcPeeringConnectionId' },
  { prefix: 'igw', parameter: 'GatewayId', element: 'gatewayId' },
  { prefix: 'vgw', parameter: 'GatewayId', element: 'gatewayId' },
  { prefix: 'vpce', parameter: 'VpcEndpointId', element: 'gatewayId' },
  { prefix: 'tgw', parameter: 'TransitGatewayId', element: 'transitGatewayId' },
  { prefix: 'nat', parameter: 'NatGatewayId', element: 'natGatewayId' },
  { prefix: 'eni', parameter: 'NetworkInterfaceId', element: 'networkInterfaceId' },
  { prefix: 'eigw', parameter: 'EgressOnlyInternetGatewayId', element: 'egressOnlyInternetGatewayId' },
] as const;

const PARAMETERS = [...new Set(TARGETS.map(({ parameter }) => parameter))];
const DIGITS = /^[a-z]+-([0-9a-f]{8}|[0-9a-f]{17})$/;

const prefixOf = (id: string) => id.split('-', 1).join();

/** @throws unless the call names exactly one target, with an ID of its kind. Only connections must exist. */
export function targetOf(parameters: Parameters): string {
  const [parameter, other] = PARAMETERS.filter((each) => parameters.text(each));
  if (parameter === undefined) throw new AwsError('missingParameter', { name: PARAMETERS.join(' or ') });
  if (other !== undefined) throw new AwsError('notTogether', { one: parameter, other });

  const id = parameters.required(parameter);
  const known = TARGETS.some((target) => target.parameter === parameter && target.prefix === prefixOf(id));
  if (parameter !== 'VpcPeeringConnectionId' && !(known && DIGITS.test(id))) {
    throw parameter === 'GatewayId'
      ? new AwsError('gatewayNotFound', { id })
      : new AwsError('invalidValue', { name: parameter, value: id, reason: 'Invalid id.' });
  }
  return id;
}

export function targetXml(target: string): { [element: string]: string } {
  const element = TARGETS.find(({ prefix }) => prefix === prefixOf(target))?.element ?? 'gatewayId';
  return { [element]: target };
}

/** Whether a route inside a VPC's own block can lead there. */
export const takesLocalTraffic = (target: string): boolean =>
  ['nat', 'eni', 'vpce'].includes(prefixOf(target));

/** Whether the table of a gateway can have the route. */
export const isForGateways = ({ destination, target }: Pick<Route, 'destination' | 'target'>): boolean =>
  ['local', 'eni', 'vpce'].includes(prefixOf(target)) && !isPrefixList(destination);

export const isConnection = (target: string): boolean => prefixOf(target) === 'pcx';
