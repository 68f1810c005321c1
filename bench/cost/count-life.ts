import { tracingChannel } from 'node:diagnostics_channel';
import type { Invocation } from '../../local/functions.ts';
import type { Stack } from '../../local/stack.ts';
import { isTableCall, isWrite, requestUnits, unitsIn } from '../consumed-units.ts';
import { type Life, type LifeCounts, runLife } from '../lives/life.ts';
import { listenToSdk } from '../sdk-calls.ts';

/** What a request uses in its life, counted on the local stack. */
export type Counted = {
  /** The number of invocations by function. */
  invocations: Readonly<Record<string, number>>;
  transitions: number;
  /** DynamoDB's request units for writes and reads, as the local engine reports them. */
  write_units: number;
  read_units: number;
  api_calls: number;
  mails: number;
  bus_events: number;
  /** Requests to topics: an announcement is one, with a message for chats and one for programs. */
  publishes: number;
  audit_events: number;
};

const READERS = ['streams/publish-status-changes', 'streams/announce', 'streams/archive-events'];

export const countLife = async (life: Life, stack: Stack): Promise<Counted> => {
  const invocations: Record<string, number> = {};
  const counts = { write_units: 0, read_units: 0, mails: 0, bus_events: 0, publishes: 0 };
  const onInvocation = (message: unknown): void => {
    const { entry } = message as Invocation;
    invocations[entry] = (invocations[entry] ?? 0) + 1;
  };
  const { start } = tracingChannel('peerway:invocation');
  start.subscribe(onInvocation);
  const stop = listenToSdk({
    beforeCall: requestUnits,
    afterCall: (call, output) => {
      if (call.service === 'SESv2Client') counts.mails++;
      if (call.service === 'EventBridgeClient') counts.bus_events++;
      if (call.service === 'SNSClient') counts.publishes++;
      if (isTableCall(call) && output)
        counts[isWrite(call) ? 'write_units' : 'read_units'] += unitsIn(output);
    },
  });
  let lived: LifeCounts;
  try {
    lived = await runLife(life, stack);
  } finally {
    stop();
    start.unsubscribe(onInvocation);
  }
  const audit_events = await lived.countEvents();
  // The local stream has large batches. On AWS, every record may be a separate invocation of each reader. What such an
  // invocation reads, the requests and the directory, is counted as often as here, once for each batch.
  for (const reader of READERS) invocations[reader] = audit_events;
  return {
    invocations,
    ...counts,
    transitions: lived.transitions,
    api_calls: Object.entries(invocations)
      .filter(([entry]) => /^(api|pages)\//.test(entry))
      .reduce((sum, [, count]) => sum + count, 0),
    audit_events,
  };
};
