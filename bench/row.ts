/** A row of the bench's table: a figure, and the floor from the same run that it is compared with. */
export type Row = {
  name: string;
  value: number;
  unit: string;
  /** In the same unit; null if there is no floor. */
  floor: number | null;
  /** The value divided by the floor. */
  ratio: number | null;
  /** The aim, for information: a bench never fails because of it. */
  aim: string;
};
