import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { invocationLog, lambdaContext } from './invocation-log.ts';

/** A Lambda function that an EventBridge rule invokes. Lambda retries it when it throws. */
export const eventHandler = <Detail>(
  name: string,
  run: (detail: Detail, event: EventBridgeEvent<string, Detail>) => Promise<void>,
) =>
  middy<EventBridgeEvent<string, Detail>, void>()
    .use(lambdaContext())
    .use(invocationLog<EventBridgeEvent<string, Detail>>(({ id }) => ({ event: name, event_id: id })))
    .handler((event) => run(event.detail, event));
