import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ROUTES } from '../../functions/routes.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import type { Measure } from '../bench.ts';
import { interleave } from '../interleave.ts';
import { captureEvent } from '../latency/capture-event.ts';
import { record } from '../latency/recording.ts';
import { replayOf } from '../latency/replay.ts';
import { callOf, nameOf } from '../latency/route-calls.ts';
import { keepTable } from '../latency/table-state.ts';
import { startWorld } from '../latency/world.ts';
import type { Row } from '../row.ts';

const READING = { warmUps: 30, repetitions: 100 };
/** Fewer, because the table is put back after each. */
const WRITING = { warmUps: 15, repetitions: 50 };

/**
 * How long a warm function takes for each route, in milliseconds: its file's handler, invoked in this process with
 * the event that the local front made of a real call, over the local engines. The floor is the very calls of AWS
 * that the function made, recorded from it and made again by bare clients, those at once that it made at once. Both
 * take turns, and begin from the same table.
 */
export const warmLatency: Measure = async (progress) => {
  const world = await startWorld();
  try {
    // Its readers would work while something else is timed. Whoever follows it ends with a warning.
    process.removeAllListeners('warning');
    const StreamSpecification = { StreamEnabled: false };
    await new DynamoDBClient({}).send(new UpdateTableCommand({ TableName: TABLE_NAME, StreamSpecification }));
    const putBack = await keepTable();
    const rows: Row[] = [];
    for (const route of ROUTES) {
      progress(nameOf(route));
      const event = await captureEvent(world.stack.endpoints.api, route, callOf(route, world));
      const run = () => invokeFunction(route.entry, event);
      await world.stack.clock.idle();
      await putBack();
      const recording = await record(async () => {
        const { statusCode } = (await run()) as { statusCode: number };
        if (statusCode >= 400) throw new Error(`${nameOf(route)} was answered ${statusCode}.`);
      });
      const replay = await replayOf(recording);
      await putBack();
      const after = recording.writes ? putBack : undefined;
      const timed = [run, replay].map((each) => ({ run: each, ...(after && { after }) }));
      const [value = 0, floor = 0] = await interleave(timed, recording.writes ? WRITING : READING);
      const hasFloor = recording.calls.length > 0;
      rows.push({
        name: `warm latency: ${nameOf(route)}`,
        value,
        unit: 'ms',
        floor: hasFloor ? floor : null,
        ratio: hasFloor ? value / floor : null,
        aim: hasFloor ? '≤ 1.3' : 'asks nothing of AWS',
      });
    }
    return rows;
  } finally {
    await world.stack.close();
  }
};
