import { beforeAll, expect, it } from 'vitest';
import { resourcesOf, synthesize, type Template } from './template/synthesized.ts';

type Query = {
  Id: string;
  Expression?: string;
  MetricStat?: {
    Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: unknown }[] };
  };
};

let hub: Template;
beforeAll(() => {
  hub = synthesize().hub;
});

const sums = () =>
  resourcesOf(hub, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) =>
    Properties['Metrics'] ? [{ id, properties: Properties, queries: Properties['Metrics'] as Query[] }] : [],
  );

it('an alarm on a sum counts an addend without data as zero, and waits for one that is late', () => {
  expect(sums().length).toBeGreaterThan(0);
  for (const { id, properties, queries } of sums()) {
    const addends = queries.filter(({ MetricStat }) => MetricStat).map((query) => `FILL(${query.Id}, 0)`);
    const [expression] = queries.flatMap(({ Expression }) => Expression ?? []);
    expect(expression, id).toBe(addends.join(' + '));
    expect(properties, id).toMatchObject({ DatapointsToAlarm: 1, EvaluationPeriods: 2 });
    // CloudWatch allows no more in one alarm.
    expect(addends.length, id).toBeLessThanOrEqual(10);
  }
});

it('each table is watched with its indexes, whose throttling the table’s own metrics leave out', () => {
  const tables = resourcesOf(hub, 'AWS::DynamoDB::Table').flatMap(([id, { Properties }]) => [
    id,
    ...((Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[]).map(
      ({ IndexName }) => `${id} ${IndexName}`,
    ),
  ]);
  const watched = sums().flatMap(({ queries }) =>
    queries.flatMap(({ MetricStat }) => {
      const { Namespace, MetricName, Dimensions = [] } = MetricStat?.Metric ?? {};
      // By name, GlobalSecondaryIndexName is before TableName.
      const [table, index] = Dimensions.map(
        ({ Value }) => (Value as { Ref?: string }).Ref ?? Value,
      ).reverse();
      return Namespace === 'AWS/DynamoDB' ? [[MetricName, table, index].filter(Boolean).join(' ')] : [];
    }),
  );
  expect(watched.sort()).toEqual(
    ['ReadThrottleEvents', 'WriteThrottleEvents']
      .flatMap((events) => tables.map((name) => `${events} ${name}`))
      .sort(),
  );
});
