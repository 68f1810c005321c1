import * as z from 'zod';
import { type Action, action, arn, seconds } from './action.ts';
import type { Alias, StateMachines } from './state-machines.ts';

/** Letters, digits, `_`, `-` and `.`, and not only digits, so that an alias can't be mistaken for a version. */
const name = z
  .string()
  .max(80)
  .regex(/^(?=.*[a-zA-Z_.-])[a-zA-Z0-9_.-]+$/);
const description = z.string().max(256).optional();
/** AWS can also split executions between two versions. */
const routingConfiguration = z.tuple([z.object({ stateMachineVersionArn: arn, weight: z.literal(100) })]);

export const aliasActions = (stateMachines: StateMachines): Record<string, Action> => ({
  PublishStateMachineVersion: action({ stateMachineArn: arn }, ({ stateMachineArn }) => {
    const version = stateMachines.publish(stateMachines.get(stateMachineArn));
    return { stateMachineVersionArn: version.arn, creationDate: seconds(version.creationDate) };
  }),

  CreateStateMachineAlias: action({ name, description, routingConfiguration }, (input) => {
    const [{ stateMachineVersionArn }] = input.routingConfiguration;
    const alias = stateMachines.createAlias(input.name, stateMachineVersionArn, input.description);
    return { stateMachineAliasArn: alias.arn, creationDate: seconds(alias.creationDate) };
  }),

  UpdateStateMachineAlias: action(
    { stateMachineAliasArn: arn, description, routingConfiguration: routingConfiguration.optional() },
    (input) => {
      const versionArn = input.routingConfiguration?.[0].stateMachineVersionArn;
      const alias = stateMachines.updateAlias(input.stateMachineAliasArn, versionArn, input.description);
      return { updateDate: seconds(alias.updateDate) };
    },
  ),

  DescribeStateMachineAlias: action({ stateMachineAliasArn: arn }, ({ stateMachineAliasArn }) =>
    aliasItem(stateMachines.alias(stateMachineAliasArn)),
  ),
});

const aliasItem = (alias: Alias) => ({
  stateMachineAliasArn: alias.arn,
  name: alias.name,
  description: alias.description,
  routingConfiguration: [{ stateMachineVersionArn: alias.versionArn, weight: 100 }],
  creationDate: seconds(alias.creationDate),
  updateDate: seconds(alias.updateDate),
});
