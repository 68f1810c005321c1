import middy from '@middy/core';
import * as z from 'zod/mini';
import { requestId } from './contract/fields.ts';
import { invocationLog, lambdaContext } from './invocation-log.ts';

const taskInput = z.object({ request_id: requestId });
const waitingTaskInput = z.object({ request_id: requestId, task_token: z.string().check(z.minLength(1)) });

export type TaskInput = z.infer<typeof taskInput>;
export type WaitingTaskInput = z.infer<typeof waitingTaskInput>;

/** The input of the next state. `wait_seconds` is the timeout of the next wait. */
export type TaskOutput = TaskInput & { wait_seconds?: number };

const task = <Input extends TaskInput, Output>(
  name: string,
  schema: z.ZodMiniType<Input>,
  run: (input: Input) => Promise<Output>,
) =>
  middy<unknown, Output>()
    .use(lambdaContext())
    .use(
      invocationLog((event) => ({
        task: name,
        peering_request: taskInput.safeParse(event).data?.request_id,
      })),
    )
    .handler((event) => run(schema.parse(event)));

/** A Lambda function behind a Task state. Its errors are rethrown: Retry and Catch match their names. */
export const taskHandler = <Output>(name: string, run: (input: TaskInput) => Promise<Output>) =>
  task(name, taskInput, run);

/** The same, for a Task state that waits for its task token. */
export const waitingTaskHandler = <Output>(name: string, run: (input: WaitingTaskInput) => Promise<Output>) =>
  task(name, waitingTaskInput, run);
