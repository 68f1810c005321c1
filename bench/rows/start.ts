import type { Measure } from '../bench.ts';
import { median } from '../median.ts';
import { timeToApi, timeToEngines } from '../start/time-to-answer.ts';

const REPETITIONS = 7;

/**
 * Measures the time from the start of `npm start` to the API's first response, with files already in the disk cache.
 * The floor is a process that starts only the engines: the same DynamoDB, Step Functions with the same state machine,
 * and SES.
 */
export const start: Measure = async function* (progress) {
  const api: number[] = [];
  const engines: number[] = [];
  await timeToApi();
  for (let turn = 1; turn <= REPETITIONS; turn++) {
    progress(`turn ${turn} of ${REPETITIONS}`);
    api.push(await timeToApi());
    engines.push(await timeToEngines());
  }
  const value = median(api);
  const floor = median(engines);
  yield* [
    { name: 'start: to the first answer', value, unit: 'ms', floor, ratio: value / floor, aim: '≤ 1.5' },
  ];
};
