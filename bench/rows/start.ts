import type { Measure } from '../bench.ts';
import { median } from '../median.ts';
import { timeToApi, timeToEngines } from '../start/time-to-answer.ts';

const REPETITIONS = 7;

/**
 * `npm start` to the first answer of the API: from the start of the process, on a machine that has read its files
 * before. The floor is a process that starts the engines below it alone: the same DynamoDB, Step Functions with
 * the same state machine, and SES.
 */
export const start: Measure = async (progress) => {
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
  return [
    { name: 'start: to the first answer', value, unit: 'ms', floor, ratio: value / floor, aim: '≤ 1.5' },
  ];
};
