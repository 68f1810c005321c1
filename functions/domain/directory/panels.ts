import type { Actor } from '../request/peering-request.ts';
import { isSamePerson, toPerson } from '../request/person.ts';
import { type AppliedEntry, isOn, type Panel } from './entry-for.ts';
import type { Seat } from './seats.ts';

/** A panel with whose approval takes which approver's seat in it. */
export type CountedPanel = Panel & { taken: Map<string, string> };

/** Without panels of their own, all approvers of an entry are one. */
export const emptyPanels = (entry: AppliedEntry | undefined): CountedPanel[] =>
  (entry?.panels ?? (entry ? [entry] : [])).map(({ approvers, required_approvals }) => ({
    approvers,
    required_approvals,
    taken: new Map(),
  }));

/** Whether an approver's seat has no approval yet in some panel. */
export const isFree = (panels: readonly CountedPanel[], person: string): boolean =>
  panels.some((panel) => isOn(panel, person) && !panel.taken.has(toPerson(person)));

/**
 * Takes one seat in each panel on which an approval has one: the seat of an approver for whom it was given, or else one
 * that whoever gave it has or holds now. Returns who gave it, with everybody for whom they did.
 *
 * @param given for whom it was given
 */
export const takeSeats = (
  by: Actor,
  given: readonly string[],
  held: readonly Seat[],
  panels: readonly CountedPanel[],
): Actor => {
  const also_for = [...(by.also_for ?? [])];
  for (const panel of panels) {
    const free = (person: string) => isFree([panel], person);
    const seat = held.find(({ person }) => free(person));
    const person = given.find(free) ?? seat?.person;
    if (!person) continue;
    panel.taken.set(toPerson(person), by.id);
    const isKnown = [...given, ...also_for.map((each) => each.person)].some((each) =>
      isSamePerson(each, person),
    );
    if (seat?.until && !isKnown) also_for.push({ person, until: seat.until });
  }
  return also_for.length > 0 ? { ...by, also_for } : by;
};
