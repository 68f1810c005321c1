import { statSync } from 'node:fs';
import type { Measure } from '../bench.ts';
import { bundleRow } from '../bundles/bundle-row.ts';
import { bundleWithFloors } from '../bundles/bundled.ts';

const AIMS = { withEc2: '≤ 0.5', without: '≤ 1.4' };

/**
 * Measures each function's minified bundle, in kilobytes. The floor is a bundle of only the SDK's clients and commands
 * that the function uses, without our plugins.
 */
export const bundleSize: Measure = async function* (progress) {
  progress('bundling every function and its floor');
  using made = await bundleWithFloors();
  yield* made.functions.map((each) => {
    const floor = each.floor === undefined ? null : kilobytesOf(each.floor);
    return bundleRow(
      each,
      { title: 'bundle size', unit: 'kB', value: kilobytesOf(each.bundle), floor },
      AIMS,
    );
  });
};

const kilobytesOf = (file: string): number => statSync(file).size / 1000;
