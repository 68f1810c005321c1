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
 * @param stateMachineArn the state machine's own, or that of an alias or version of it
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

/** An execution is the state machine's, whichever alias or version it was started by. */
const executionArnOf = (stateMachineArn: string, name: string): string => {
  const [arn, partition, states, region, account, , machine] = stateMachineArn.split(':');
  return [arn, partition, states, region, account, 'execution', machine, name].join(':');
};
