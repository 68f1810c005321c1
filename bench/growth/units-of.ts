import { askForUnits, unitsIn } from '../consumed-units.ts';
import { listenToSdk } from '../sdk-calls.ts';

/** How many of DynamoDB's request units it takes, as the engine reports them. */
export const unitsOf = async (run: () => Promise<unknown>): Promise<number> => {
  let units = 0;
  const stop = listenToSdk({
    asks: askForUnits,
    answered: (_, output) => {
      if (output) units += unitsIn(output);
    },
  });
  try {
    await run();
    return units;
  } finally {
    stop();
  }
};
