import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What reading cost: calls, the items that DynamoDB looked at for them, and capacity units. */
export type Consumed = { calls: number; items_read: number; capacity_units: number };

type Output = {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
  ScannedCount?: number;
  Responses?: Record<string, unknown[]>;
};

/** Sums up what a client's calls consume from now on, as DynamoDB itself reports it. */
export const meterOf = (db: DynamoDBDocumentClient): { take(): Consumed } => {
  let sum: Consumed = nothing();
  db.middlewareStack.add(
    (next) => async (call) => {
      Object.assign(call.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(call);
      const { ConsumedCapacity: reported, ScannedCount, Responses } = result.output as Output;
      const capacities = [reported ?? []].flat();
      if (capacities.length === 0) throw new Error('The engine did not report what the call consumed.');
      sum = {
        calls: sum.calls + 1,
        items_read: sum.items_read + (ScannedCount ?? Object.values(Responses ?? {}).flat().length),
        capacity_units: capacities.reduce(
          (units, one) => units + (one.CapacityUnits ?? 0),
          sum.capacity_units,
        ),
      };
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  return {
    take: () => {
      const taken = sum;
      sum = nothing();
      return taken;
    },
  };
};

const nothing = (): Consumed => ({ calls: 0, items_read: 0, capacity_units: 0 });
