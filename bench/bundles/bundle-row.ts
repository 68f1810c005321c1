import type { Row } from '../row.ts';
import type { Bundled } from './bundled.ts';

type Measured = { title: string; unit: string; value: number; floor: number | null };

/** @param aims the aims for a function with and without EC2's client */
export const bundleRow = (
  { entry, usesEc2 }: Bundled,
  { title, unit, value, floor }: Measured,
  aims: { withEc2: string; without: string },
): Row => ({
  name: `${title}: ${entry}`,
  value,
  unit,
  floor,
  ratio: floor === null ? null : value / floor,
  aim: floor === null ? 'no AWS calls' : usesEc2 ? aims.withEc2 : aims.without,
});
