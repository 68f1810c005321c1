import type { Lived } from './cohort.ts';
import { type FaultCase, type Place, type Variant, WAYS, type Way } from './fault-case.ts';
import { LIVES, type Life, type LifeName } from './lives.ts';

type PlaceInLife = { life: LifeName; place: Place };

/**
 * Every place at which a call was made in undisturbed lives. Sweeps repeat themselves, in a life and from life
 * to life: of each of their places the first is taken. Where a schedule's work is a part of the life, of its runs that
 * make the same calls.
 */
const placesOf = (lives: readonly Lived[]): PlaceInLife[] => {
  const places = new Map<string, PlaceInLife>();
  for (const { member, calls } of lives) {
    const { schedule }: Life = LIVES[member.life];
    const runs = Map.groupBy(calls, ({ place }) => `${place.entry} ${place.run}`);
    const callsOf = ({ entry, run }: Place) =>
      runs.get(`${entry} ${run}`)?.map(({ place }) => `${place.call} ${place.ordinal}`) ?? [];
    for (const { place } of calls) {
      const { entry, run, call, ordinal } = place;
      const own = entry === schedule ? [member.life, ...callsOf(place)] : [];
      const where = entry.startsWith('schedules/') ? own : [member.life, run];
      const key = [...where, entry, call, ordinal].join(' ');
      if (!places.has(key)) places.set(key, { life: member.life, place });
    }
  }
  return [...places.values()];
};

/** Each place, failed in each of the five ways and both of their variants. */
export const casesOf = (lives: readonly Lived[]): FaultCase[] =>
  placesOf(lives).flatMap(({ life, place }) =>
    (Object.keys(WAYS) as Way[]).flatMap((way) =>
      (['once', 'throughout'] as const satisfies Variant[]).map((variant) => ({ life, place, way, variant })),
    ),
  );
