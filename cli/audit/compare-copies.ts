import { isDeepStrictEqual } from 'node:util';
import type { TrailEvent } from '../client/api-types.ts';
import type { Copy } from './archive.ts';

/** Copies follow the table's stream within seconds; this is a wide margin. */
const LAG_MS = 5 * 60_000;

export type Comparison = {
  problems: string[];
  /** The places of the last events, when they are too young to be missed. */
  not_copied_yet: number[];
};

/**
 * Where a trail differs from its copies, which nobody can rewrite: an event that was changed, removed or made up
 * later, even where all hashes were made anew.
 *
 * @param copies read before the trail, so that none of them can be younger than it
 */
export const compareWithCopies = (
  trail: readonly TrailEvent[],
  copies: readonly Copy[],
  now: Date,
): Comparison => {
  const events = copies.flatMap((copy) => ('event' in copy ? [copy.event] : []));
  const lastCopied = Math.max(0, ...events.map(({ sequence }) => sequence));
  const found: Comparison = { problems: [], not_copied_yet: [] };
  for (const event of trail) {
    const { sequence, at } = event;
    const same = events.filter((copy) => copy.sequence === sequence);
    if (same.some((copy) => isDeepStrictEqual(copy, event))) continue;
    if (same.length > 0) found.problems.push(`event ${sequence} is not what was copied to the archive`);
    else if (sequence > lastCopied && isYoung(at, now)) found.not_copied_yet.push(sequence);
    else found.problems.push(`event ${sequence} has no copy in the archive`);
  }
  found.problems.push(...removed(trail, events), ...writtenTwice(events), ...meddledWith(copies));
  return found;
};

const isYoung = (at: string, now: Date): boolean => Math.abs(now.getTime() - Date.parse(at)) < LAG_MS;

const removed = (trail: readonly TrailEvent[], events: readonly TrailEvent[]): string[] => {
  const there = new Set(trail.map(({ sequence }) => sequence));
  const places = new Set(events.map(({ sequence }) => sequence));
  return [...places]
    .filter((sequence) => !there.has(sequence))
    .map((sequence) => `event ${sequence} is in the archive, and not in the trail`);
};

/** Whoever removes an event and writes another in its place leaves both in the archive. */
const writtenTwice = (events: readonly TrailEvent[]): string[] => {
  const problems: string[] = [];
  for (const sequence of new Set(events.map((event) => event.sequence))) {
    const copies = events.filter((event) => event.sequence === sequence);
    const different = copies.filter(
      (copy, index) => copies.findIndex((other) => isDeepStrictEqual(other, copy)) === index,
    );
    if (different.length > 1) {
      problems.push(`event ${sequence} has ${different.length} different copies in the archive`);
    }
  }
  return problems;
};

const meddledWith = (copies: readonly Copy[]): string[] =>
  copies.flatMap((copy) => {
    if ('hidden' in copy) return [`${copy.key} was deleted in the archive, which keeps it all the same`];
    return 'unreadable' in copy ? [`${copy.key} in the archive holds something that is no event`] : [];
  });
