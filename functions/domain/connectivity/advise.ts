import type { ConnectScope, ConnectStep } from '../request/connect.ts';
import type { Advice, AdviceFacts, AdvisedSteps } from './advice.ts';
import { asCloudFormation } from './as-cloudformation.ts';
import { asTerraform } from './as-terraform.ts';
import {
  createRoute,
  createRouteInAll,
  deleteRoute,
  raiseRouteQuota,
  replaceRoute,
  tagTable,
  turnOnDnsAttributes,
  turnOnDnsOption,
} from './aws-cli.ts';

/**
 * How to do the steps that Peerway doesn't do on a side; `undefined` if there are none.
 *
 * @param steps those about the tables that count
 */
export const adviseSide = (steps: readonly ConnectStep[], facts: AdviceFacts): Advice | undefined => {
  const left = steps.filter((step) => isToAdd(step) && !doesItself(step, facts));
  return compose(
    {
      routes: left.filter((step) => step.kind === 'route'),
      dns_resolution: left.some(({ kind }) => kind === 'dns-resolution'),
    },
    facts,
  );
};

/** How to do all of a scope where Peerway can't look. */
export const adviseUnseen = (
  { destination_cidr_blocks, dns_resolution }: ConnectScope,
  facts: AdviceFacts,
): Advice | undefined =>
  compose(
    {
      routes: destination_cidr_blocks.map((destination_cidr_block) => ({ destination_cidr_block })),
      dns_resolution,
    },
    facts,
  );

/** What to run, in order, for what a step found, once its owner has decided that it is right. */
export const commandsFor = (step: ConnectStep, facts: AdviceFacts): string[] => {
  const { side, connection, request_id, tag } = facts;
  const connect = `peerway connect ${request_id}`;
  if (step.kind === 'dns-resolution') {
    const option = doesItself(step, facts) ? connect : turnOnDnsOption(facts);
    if (step.finding === 'missing') return [option];
    return step.finding === 'turned-off' ? [...turnOnDnsAttributes(side), option] : [];
  }
  const { route_table_id, destination_cidr_block: destination, finding, shadowed_by = [] } = step;
  const create = createRoute(side, route_table_id, destination, connection);
  switch (finding) {
    case 'present':
      return [];
    case 'missing':
      return [doesItself(step, facts) ? connect : create];
    case 'not-managed':
      return facts.mode === 'apply' && facts.abilities.routes
        ? [tagTable(side, route_table_id, tag), connect]
        : [create];
    case 'conflict':
      return [replaceRoute(side, route_table_id, destination, connection)];
    case 'leftover':
      return [
        deleteRoute(side, route_table_id, { destination }),
        facts.mode === 'apply' && facts.abilities.routes ? connect : create,
      ];
    case 'shadowed':
      // A propagated route goes only with what propagates it.
      return shadowed_by
        .filter(({ is_propagated }) => !is_propagated)
        .map((shadow) => deleteRoute(side, route_table_id, shadow))
        .filter((command, index, all) => all.indexOf(command) === index);
    case 'full':
      return [raiseRouteQuota(side)];
    default:
      return finding satisfies never;
  }
};

const isToAdd = ({ finding }: ConnectStep): boolean => finding === 'missing' || finding === 'not-managed';

/** A route that isn't managed is never Peerway's to change. */
const doesItself = ({ kind, finding }: ConnectStep, { mode, abilities }: AdviceFacts): boolean =>
  mode === 'apply' &&
  (kind === 'route' ? abilities.routes && finding !== 'not-managed' : abilities.dns_resolution);

const compose = (advised: AdvisedSteps, facts: AdviceFacts): Advice | undefined => {
  if (advised.routes.length === 0 && !advised.dns_resolution) return undefined;
  const cloudformation = asCloudFormation(advised, facts);
  return {
    aws_cli: asAwsCli(advised, facts),
    terraform: asTerraform(advised, facts),
    ...(cloudformation && { cloudformation }),
  };
};

const asAwsCli = ({ routes, dns_resolution }: AdvisedSteps, facts: AdviceFacts): string => {
  const { side, connection } = facts;
  return [
    `# In account ${side.owner_id}, ${side.region}.`,
    ...routes.map(({ route_table_id, destination_cidr_block }) =>
      route_table_id
        ? createRoute(side, route_table_id, destination_cidr_block, connection)
        : createRouteInAll(side, destination_cidr_block, connection),
    ),
    ...(dns_resolution ? [turnOnDnsOption(facts)] : []),
  ].join('\n');
};
