import type { Row } from './row.ts';

/** How large the long-running benches are. */
export type Scale = { million: boolean; windows: number };

/** Reports what the bench is doing. */
export type Progress = (text: string) => void;

/** Measures, and yields each row as soon as it is known. Its name begins with the bench's title. */
export type Measure = (progress: Progress, scale: Scale) => AsyncIterable<Row>;

export type Bench = {
  /** The names of its rows begin with this. */
  title: string;
  about: string;
  /** Loads the bench, only in the process that runs it. */
  load: () => Promise<Measure>;
};
