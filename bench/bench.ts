import type { Row } from './row.ts';

/** How much of what takes many minutes is wanted. */
export type Scale = { million: boolean; manyWindows: boolean };

/** Tells whoever waits what is done at the moment. */
export type Progress = (text: string) => void;

/** Measures, and answers with lines of the table; each is named for its bench first. */
export type Measure = (progress: Progress, scale: Scale) => Promise<Row[]>;

export type Bench = {
  /** What the names of its rows begin with. */
  title: string;
  about: string;
  /** Loaded in the process that runs it, and in no other. */
  load: () => Promise<Measure>;
  /** Options of Node for that process. */
  nodeOptions?: (scale: Scale) => readonly string[];
};
