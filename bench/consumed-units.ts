import type { SdkCall } from './sdk-calls.ts';

type Capacity = { CapacityUnits?: number };

export const isTableCall = ({ service }: Pick<SdkCall, 'service'>): boolean => service === 'DynamoDBClient';

export const isWrite = ({ operation }: Pick<SdkCall, 'operation'>): boolean =>
  /^(Put|Update|Delete|Transact|BatchWrite)/.test(operation);

/** Has DynamoDB tell what a call consumes. */
export const askForUnits = (call: Pick<SdkCall, 'service' | 'input'>): void => {
  if (isTableCall(call)) Object.assign(call.input, { ReturnConsumedCapacity: 'TOTAL' });
};

/**
 * The request units that an answer of DynamoDB tells of.
 *
 * @throws Error where it tells of none
 */
export const unitsIn = (output: object): number => {
  const { ConsumedCapacity } = output as { ConsumedCapacity?: Capacity | Capacity[] };
  if (!ConsumedCapacity) throw new Error('The engine did not report what a call consumed.');
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
};
