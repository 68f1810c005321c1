import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Executions } from '../domain/workflow/ports.ts';

/**
 * The executions of the state machine, in Step Functions.
 *
 * @param stateMachineArn the ARN of the state machine, or of an alias or version of it
 */
export const sfnExecutions = (sfn: SFNClient, stateMachineArn: string): Executions => ({
  start: async (request_id, name) => {
    try {
      await sfn.send(
        new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ request_id }) }),
      );
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  },

  running: async () => {
    const names = new Set<string>();
    const pages = paginateListExecutions(
      { client: sfn },
      { stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 },
    );
    for await (const { executions = [] } of pages) {
      for (const { name } of executions) if (name) names.add(name);
    }
    return names;
  },

  isRunning: async (name) => {
    const executionArn = executionArnOf(stateMachineArn, name);
    try {
      const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE';
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return false;
      throw error;
    }
  },
});

/** An execution's ARN contains the state machine's name, but not the alias or version that started it. */
const executionArnOf = (stateMachineArn: string, name: string): string => {
  const [arn, partition, states, region, account, , machine] = stateMachineArn.split(':');
  return [arn, partition, states, region, account, 'execution', machine, name].join(':');
};
