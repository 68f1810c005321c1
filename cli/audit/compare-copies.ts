import { isDeepStrictEqual } from 'node:util';
import type { TrailEvent } from '../client/api-types.ts';
import type { Copy } from './archive.ts';

/** The table's stream copies events within seconds; this is a wide margin. */
const LAG_MS = 5 * 60_000;

export type Comparison = {
  problems: string[];
  /** The last events' sequence numbers, when they are too recent to count as missing. */
  not_copied_yet: number[];
};

/**
 * Where a trail differs from its copies, which nobody can rewrite. This finds events that were changed, removed or
 * added later, even if all hashes were recomputed.
 *
 * @param copies must be read before the trail, so that it contains every event that they do
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
    if (same.length > 0) found.problems.push(`event ${sequence} differs from its copy in the archive`);
    else if (sequence > lastCopied && isRecent(at, now)) found.not_copied_yet.push(sequence);
    else found.problems.push(`event ${sequence} has no copy in the archive`);
  }
  found.problems.push(...findRemoved(trail, events), ...findRewritten(events), ...findTampered(copies));
  return found;
};

const isRecent = (at: string, now: Date): boolean => Math.abs(now.getTime() - Date.parse(at)) < LAG_MS;

const findRemoved = (trail: readonly TrailEvent[], events: readonly TrailEvent[]): string[] => {
  const inTrail = new Set(trail.map(({ sequence }) => sequence));
  const copied = new Set(events.map(({ sequence }) => sequence));
  return [...copied]
    .filter((sequence) => !inTrail.has(sequence))
    .map((sequence) => `event ${sequence} is in the archive but not in the trail`);
};

/** Replacing an event leaves copies of both in the archive. */
const findRewritten = (events: readonly TrailEvent[]): string[] => {
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

const findTampered = (copies: readonly Copy[]): string[] =>
  copies.flatMap((copy) => {
    if ('hidden' in copy) return [`${copy.key} was deleted in the archive, but Object Lock kept it`];
    return 'unreadable' in copy ? [`${copy.key} in the archive isn't an event`] : [];
  });
