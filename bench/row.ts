/** One line of the bench's table: a figure, and the floor of the same run that it is held against. */
export type Row = {
  name: string;
  value: number;
  unit: string;
  /** In the same unit; null where nothing is measured beside the value. */
  floor: number | null;
  /** The value in floors, or in what `aim` is told in. */
  ratio: number | null;
  /** What is aimed at, for a reader: no bench fails by it. */
  aim: string;
};
