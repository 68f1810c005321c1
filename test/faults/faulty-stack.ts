import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { vi } from 'vitest';
import { endpointVariables, type Stack, type StackOptions, startStack } from '../../local/stack.ts';
import { type FaultLayer, startFaultLayer } from './fault-layer.ts';
import { withoutSdkPauses } from './sdk-pauses.ts';

/** How long a function waits for an answer: no machine is so busy that this is a fault of its own. */
const PATIENCE_MS = 60_000;

/** More than the histories of one stack use. */
const QUOTA = 100_000;

export type FaultyStack = {
  local: Stack;
  layer: FaultLayer;
  /** As Step Functions itself knows them. */
  runningExecutions(): Promise<string[]>;
  stopExecution(name: string): Promise<void>;
  close(): Promise<void>;
};

/** A stack whose functions meet AWS through the fault layer. Time moves by hand, and sweeps are asked for. */
export const startFaultyStack = async (options: StackOptions = {}): Promise<FaultyStack> => {
  const restorePauses = withoutSdkPauses();
  const local = await startStack({
    speed: 0,
    schedules: false,
    ...options,
    ec2: { pendingQuota: QUOTA, activeQuota: QUOTA, ...options.ec2 },
    limits: { open_requests: QUOTA, submissions_per_hour: QUOTA, ...options.limits },
  });
  const { stateMachineArn } = local;
  const sfn = new SFNClient({
    endpoint: local.endpoints.states,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const runningExecutions = async (): Promise<string[]> => {
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000, nextToken }),
      );
      names.push(...(page.executions ?? []).flatMap(({ name }) => name ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return names;
  };
  const stopExecution = async (name: string): Promise<void> => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    await sfn.send(new StopExecutionCommand({ executionArn }));
  };
  const layer = startFaultLayer({
    clock: local.clock,
    engines: local.doors,
    stopExecutions: async ({ event }) => {
      const id = (event as { request_id?: string }).request_id;
      if (!id) return;
      for (const name of await runningExecutions()) if (name.startsWith(id)) await stopExecution(name);
    },
  });
  Object.assign(process.env, {
    ...endpointVariables(layer.endpoints),
    REQUEST_TIMEOUT_MS: String(PATIENCE_MS),
    PENDING_QUOTA: String(QUOTA),
    ACTIVE_QUOTA: String(QUOTA),
  });
  // A function instance keeps its clients for life: with new modules come new clients.
  vi.resetModules();

  return {
    local,
    layer,
    runningExecutions,
    stopExecution,
    close: async () => {
      await local.close();
      layer.close();
      restorePauses();
    },
  };
};
