import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { invocationLog, lambdaContext } from './invocation-log.ts';

/** A Lambda function that a rule of EventBridge starts. What it throws, Lambda tries again. */
export const eventHandler = <Detail>(
  name: string,
  run: (detail: Detail, event: EventBridgeEvent<string, Detail>) => Promise<void>,
) =>
  middy<EventBridgeEvent<string, Detail>, void>()
    .use(lambdaContext())
    .use(invocationLog<EventBridgeEvent<string, Detail>>(({ id }) => ({ event: name, event_id: id })))
    .handler((event) => run(event.detail, event));
