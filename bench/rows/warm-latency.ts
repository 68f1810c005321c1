import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ROUTES } from '../../functions/routes.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import type { Measure } from '../bench.ts';
import { interleave } from '../interleave.ts';
import { captureEvent } from '../latency/capture-event.ts';
import { record } from '../latency/recording.ts';
import { createReplay } from '../latency/replay.ts';
import { callOf, nameOf } from '../latency/route-calls.ts';
import { saveTables } from '../latency/table-state.ts';
import { startWorld } from '../latency/world.ts';

const READING = { warmUps: 30, repetitions: 100 };
/** Fewer, because the table is restored after each. */
const WRITING = { warmUps: 15, repetitions: 50 };

/**
 * Measures how long a warm function takes for each route, in milliseconds: its handler, invoked in this process with
 * the event of a real call, on the local engines. The floor is only the function's AWS calls, recorded and repeated
 * with plain clients, with the same concurrency. The two are measured in turns, from the same state of the table.
 */
export const warmLatency: Measure = async function* (progress) {
  const world = await startWorld();
  try {
    // The stream's readers would run during a measurement. Turning off the stream makes the poller warn.
    process.removeAllListeners('warning');
    const StreamSpecification = { StreamEnabled: false };
    await new DynamoDBClient({}).send(new UpdateTableCommand({ TableName: TABLE_NAME, StreamSpecification }));
    const restoreTables = await saveTables();
    // HEAD runs what GET runs.
    for (const route of ROUTES.filter(({ method }) => method !== 'HEAD')) {
      progress(nameOf(route));
      const event = await captureEvent(world.stack.endpoints.api, route, callOf(route, world));
      const run = () => invokeFunction(route.entry, event);
      await world.stack.clock.idle();
      await restoreTables();
      const recording = await record(async () => {
        const { statusCode } = (await run()) as { statusCode: number };
        if (statusCode >= 400) throw new Error(`${nameOf(route)} returned HTTP ${statusCode}.`);
      });
      const replay = await createReplay(recording);
      await restoreTables();
      const after = recording.writes ? restoreTables : undefined;
      const timed = [run, replay].map((each) => ({ run: each, ...(after && { after }) }));
      const [value = 0, floor = 0] = await interleave(timed, recording.writes ? WRITING : READING);
      const hasFloor = recording.calls.length > 0;
      yield {
        name: `warm latency: ${nameOf(route)}`,
        value,
        unit: 'ms',
        floor: hasFloor ? floor : null,
        ratio: hasFloor ? value / floor : null,
        aim: hasFloor ? '≤ 1.3' : 'no AWS calls',
      };
    }
  } finally {
    await world.stack.close();
  }
};
