import { type Actor, type Approval, isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { isApproverOf } from './approvers.ts';
import { entryFor } from './entry-for.ts';
import { type CountedPanel, emptyPanels, isFree, takeSeats } from './panels.ts';
import type { Account } from './ports.ts';
import { type Decidable, isRequester, seatsGiven, seatsHeldBy } from './seats.ts';

/** Whose approval doesn't count, and why. Of two approvals for one approver, one counts. */
export type Lapsed = { by: Actor; why: 'no-approver' | 'requester' | 'same-person' | 'same-approver' };

/** What of a request is needed to count its approvals. */
export type Countable = Decidable & Pick<PeeringRequest, 'required_approvals' | 'approvals'>;

/** The approvals of a request, and how many of them count. */
export type Tally = {
  required: number;
  counted: number;
  approvals: readonly Approval[];
  lapsed: readonly Lapsed[];
};

/**
 * Counts the approvals of a request. While it waits, the directory as it is now says whose approvals count, and how
 * many are required; once it is decided, it stays as it was counted then.
 *
 * @param account the accepter's
 */
export const countApprovals = (account: Account | undefined, request: PeeringRequest): Tally =>
  isWaiting(request) ? countNow(account, request) : countThen(request);

/** Counts the approvals by the directory as it is now, each once in each panel. */
export const countNow = (
  account: Account | undefined,
  request: Countable,
): Tally & { panels: readonly CountedPanel[] } => {
  const entry = account && entryFor(account, request);
  const panels = emptyPanels(entry);
  const lapsed: Lapsed[] = [];
  const counted: Approval[] = [];
  const approvals = request.approvals.map(({ counts: _, ...approval }): Approval => {
    const { by } = approval;
    const seats = seatsGiven(approval).filter((person) => entry && isApproverOf(entry, person));
    const given = seats.filter((person) => ![by.id, person].some((each) => isRequester(request, each)));
    const why = whyNot(by, { seats, given, counted, panels });
    if (why) {
      lapsed.push({ by, why });
      return { ...approval, counts: false };
    }
    const held = seatsHeldBy(account, request, by.id);
    const counting = { ...approval, by: takeSeats(by, given, held, panels) };
    counted.push(counting);
    return counting;
  });
  const required = requiredOf(request, panels, counted.length);
  return { required, counted: counted.length, approvals, lapsed, panels };
};

/** How many approvals a request requires at first. */
export const countRequired = (account: Account | undefined, request: Omit<Countable, 'approvals'>): number =>
  countNow(account, { ...request, approvals: [] }).required;

/**
 * Why one of the approvals doesn't count; `undefined` if it does. What somebody decided for an approver counts for as
 * long as that one is an approver, also after they are back.
 */
const whyNot = (
  { kind, id }: Actor,
  { seats, given, counted, panels }: Counting,
): Lapsed['why'] | undefined => {
  if (kind === 'rule') return undefined;
  if (seats.length === 0) return 'no-approver';
  if (given.length === 0) return 'requester';
  if (counted.some(({ by }) => isSamePerson(by.id, id))) return 'same-person';
  return given.some((person) => isFree(panels, person)) ? undefined : 'same-approver';
};

/** The seats for which an approval was given, without the requester's, and what counts before it. */
type Counting = {
  seats: readonly string[];
  given: readonly string[];
  counted: readonly Approval[];
  panels: readonly CountedPanel[];
};

/**
 * As many as when it was submitted, or more if the directory requires more now. A lower number in the directory is for
 * new requests. Where so many of each of several panels must accept, it is as many as that takes at most.
 */
const requiredOf = (
  request: Pick<PeeringRequest, 'required_approvals'>,
  panels: readonly CountedPanel[],
  counted: number,
): number => {
  const missing = panels.map(({ required_approvals, taken }) => Math.max(0, required_approvals - taken.size));
  const ofEach = counted + missing.reduce((sum, each) => sum + each, 0);
  return Math.max(
    request.required_approvals,
    ...panels.map(({ required_approvals }) => required_approvals),
    panels.length > 1 ? ofEach : 0,
  );
};

const countThen = ({ approvals, required_approvals }: PeeringRequest): Tally => ({
  required: required_approvals,
  counted: approvals.filter(({ counts }) => counts !== false).length,
  approvals,
  lapsed: [],
});
