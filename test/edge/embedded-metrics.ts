import { vi } from 'vitest';

/** What CloudWatch makes of a line in its embedded metric format. */
export type Counted = { namespace: string; name: string; value: number; dimensions: Record<string, string> };

type Line = {
  _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
};

/** The metrics that functions publish while something is done; they have to be loaded in it. */
export const metricsDuring = async (act: () => Promise<unknown>): Promise<Counted[]> => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  try {
    await act();
    return log.mock.calls.flatMap(([line]) => countedIn(String(line)));
  } finally {
    vi.unstubAllEnvs();
    log.mockRestore();
  }
};

const countedIn = (text: string): Counted[] => {
  if (!text.includes('CloudWatchMetrics')) return [];
  const line = JSON.parse(text) as Line & Record<string, unknown>;
  return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name }) => ({
      namespace: Namespace,
      name: Name,
      value: Number(line[Name]),
      dimensions: Object.fromEntries((Dimensions[0] ?? []).map((name) => [name, String(line[name])])),
    })),
  );
};
