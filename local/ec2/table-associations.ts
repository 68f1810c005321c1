import { DONE, type Ec2Action, type Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { currentRoutes, ownTable, type PlacedTable } from './route-table-lookup.ts';
import { isForGateways } from './route-targets.ts';
import { newId, type RouteTable, type TableAssociation } from './state.ts';
import { ownSubnet } from './subnets.ts';
import { ownVpcs } from './vpcs.ts';

const ASSOCIATED = { associationState: { state: 'associated' } };

function addTo({ associations }: RouteTable, to: Omit<TableAssociation, 'associationId'>): string {
  const associationId = newId('rtbassoc');
  associations.push({ associationId, ...to });
  return associationId;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
const associate: Ec2Action = (call) => {
  const { parameters, state } = call;
  const placed = ownTable(call);
  const { table } = placed;
  const id = table.routeTableId;
  const gatewayId = parameters.text('GatewayId');
  if (gatewayId) {
    checkForGateway(placed);
    return { associationId: addTo(table, { gatewayId }), ...ASSOCIATED };
  }
  const { subnetId, vpcId } = ownSubnet(call, parameters.required('SubnetId'));
  if (vpcId !== table.vpcId) throw new AwsError('subnetElsewhere', { id, subnetId });
  const isTaken = state.routeTables.some(({ associations }) =>
    associations.some((each) => each.subnetId === subnetId),
  );
  if (isTaken) throw new AwsError('alreadyAssociated', { id });
  return { associationId: addTo(table, { subnetId }), ...ASSOCIATED };
};

/** @throws InvalidParameterValue for a table with routes that gateway tables can't have */
function checkForGateway(placed: PlacedTable): void {
  if (!currentRoutes(placed).every(isForGateways)) {
    throw new AwsError('notForGateways', { id: placed.table.routeTableId });
  }
}

/** @throws InvalidAssociationID.NotFound */
function ownAssociation(call: Ec2Call) {
  const id = call.parameters.required('AssociationId');
  const vpcIds = ownVpcs(call).map(({ vpcId }) => vpcId);
  for (const table of call.state.routeTables.filter(({ vpcId }) => vpcIds.includes(vpcId))) {
    const found = table.associations.find(({ associationId }) => associationId === id);
    if (found !== undefined) return { table, association: found };
  }
  throw new AwsError('associationNotFound', { id });
}

function removeFrom({ associations }: RouteTable, association: TableAssociation): void {
  associations.splice(associations.indexOf(association), 1);
}

const disassociate: Ec2Action = (call) => {
  const { table, association } = ownAssociation(call);
  const { associationId: id, subnetId, gatewayId } = association;
  if (subnetId === undefined && gatewayId === undefined) throw new AwsError('mainAssociation', { id });
  removeFrom(table, association);
  return DONE;
};

/**
 * Of the main table, it makes another one the main table.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html
 */
const replace: Ec2Action = (call) => {
  const { table, association } = ownAssociation(call);
  const placed = ownTable(call);
  const { associationId, ...to } = association;
  if (placed.table.vpcId !== table.vpcId) {
    throw new AwsError('tableElsewhere', { id: placed.table.routeTableId, associationId });
  }
  if (to.gatewayId) checkForGateway(placed);
  removeFrom(table, association);
  return { newAssociationId: addTo(placed.table, to), ...ASSOCIATED };
};

export const TABLE_ASSOCIATION_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  AssociateRouteTable: associate,
  DisassociateRouteTable: disassociate,
  ReplaceRouteTableAssociation: replace,
};
