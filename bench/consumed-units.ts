import { listenToSdk, type SdkCall } from './sdk-calls.ts';

type Capacity = { CapacityUnits?: number };

export const isTableCall = ({ service }: Pick<SdkCall, 'service'>): boolean => service === 'DynamoDBClient';

export const isWrite = ({ operation }: Pick<SdkCall, 'operation'>): boolean =>
  /^(Put|Update|Delete|Transact|BatchWrite)/.test(operation);

/** Makes DynamoDB report what a call consumes. */
export const requestUnits = (call: Pick<SdkCall, 'service' | 'input'>): void => {
  if (isTableCall(call)) Object.assign(call.input, { ReturnConsumedCapacity: 'TOTAL' });
};

/**
 * Returns the request units that DynamoDB's response reports.
 *
 * @throws Error if it reports none
 */
export const unitsIn = (output: object): number => {
  const { ConsumedCapacity } = output as { ConsumedCapacity?: Capacity | Capacity[] };
  if (!ConsumedCapacity) throw new Error('DynamoDB did not report the units that a call consumed.');
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
};

/** Counts DynamoDB's request units of an operation, as the engine reports them. */
export const unitsOf = async (run: () => Promise<unknown>): Promise<number> => {
  let units = 0;
  const stop = listenToSdk({
    beforeCall: requestUnits,
    afterCall: (_, output) => {
      if (output) units += unitsIn(output);
    },
  });
  try {
    await run();
    return units;
  } finally {
    stop();
  }
};
