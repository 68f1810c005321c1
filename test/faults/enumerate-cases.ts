import type { Lived } from './cohort.ts';
import { type FaultCase, type Place, type Variant, WAYS, type Way } from './fault-case.ts';

/** Every place at which a call was made in an undisturbed life. Of sweeps, which repeat themselves, each once. */
export const placesOf = ({ calls }: Lived): Place[] => {
  const places = new Map<string, Place>();
  for (const { place } of calls) {
    const { entry, run, call, ordinal } = place;
    const key = [entry, entry.startsWith('schedules/') ? '' : run, call, ordinal].join(' ');
    if (!places.has(key)) places.set(key, place);
  }
  return [...places.values()];
};

/** Each place, failed in each of the five ways and both of their variants. */
export const casesOf = (lived: Lived): FaultCase[] =>
  placesOf(lived).flatMap((place) =>
    (Object.keys(WAYS) as Way[]).flatMap((way) =>
      (['once', 'throughout'] as const satisfies Variant[]).map((variant) => ({
        life: lived.member.life,
        place,
        way,
        variant,
      })),
    ),
  );
