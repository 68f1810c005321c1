import { parseMemberSession } from '../request/member-session.ts';
import { type Approval, listActedFor, type PeeringRequest } from '../request/peering-request.ts';
import { distinctPeople, isSamePerson } from '../request/person.ts';
import { entryFor, type RequestFacts } from './entry-for.ts';
import type { Account } from './ports.ts';

/** The names by which a requester is recognized among the approvers. */
export type RequesterNames = Pick<PeeringRequest, 'submitted_by' | 'submitter_address'>;

/** What of a request says who may decide about it. */
export type Decidable = RequesterNames &
  RequestFacts & {
    /** Whoever asked for more time, if that is to be decided. */
    asker?: RequesterNames;
  };

/** An absence that holds now. */
export type Away = NonNullable<Account['away']>[number];

/** An approver whose approval counts, and who gives it now: somebody else while the approver is away. */
export type Seat = { person: string; decider: string; until?: string };

/**
 * The seats of a request: the accepter account's approvers in the directory, except the requester. A requester is
 * recognized by their verified address, and by the name they submitted with: a role session or a token's subject.
 * The contact is whomever the requester names, and removes nobody. An entry may spell one person in two ways: they
 * are one approver, as spelled first.
 */
export const seatsOf = (account: Account | undefined, request: Decidable): Seat[] => {
  if (!account) return [];
  const entry = entryFor(account, request);
  const isExcluded = (person: string) => isRequester(request, person);
  return distinctPeople(entry.approvers)
    .filter((person) => !isExcluded(person))
    .map((person) => ({ person, ...deciderOf(entry, person, isExcluded) }));
};

const deciderOf = (
  entry: Account,
  person: string,
  isExcluded: (person: string) => boolean,
): Omit<Seat, 'person'> => {
  const absence = findSubstitution(entry, person);
  return absence && !isExcluded(absence.instead)
    ? { decider: spelledBy(entry, absence.instead), until: absence.until }
    : { decider: person };
};

/** An absence by which somebody else decides. A substitute who is away too decides for nobody. */
const findSubstitution = (account: Pick<Account, 'away'> | undefined, person: string): Away | undefined => {
  const absence = findAbsence(account, person);
  return absence && !findAbsence(account, absence.instead) ? absence : undefined;
};

const spelledBy = ({ approvers }: Pick<Account, 'approvers'>, person: string): string =>
  approvers.find((approver) => isSamePerson(approver, person)) ?? person;

/** What holds now of this person: until when they are away, and who decides instead. */
export const findAbsence = (account: Pick<Account, 'away'> | undefined, person: string): Away | undefined =>
  account?.away?.find((absence) => isSamePerson(absence.person, person));

/** The absence because of which somebody else decides for this approver. */
export const findOwnAbsence = (
  account: Account | undefined,
  request: Decidable,
  person: string,
): Away | undefined =>
  seatsOf(account, request).some((seat) => seat.until !== undefined && isSamePerson(seat.person, person))
    ? findAbsence(account, person)
    : undefined;

/** Who hears of what concerns this person: whoever decides for them, while they are away. */
export const whoActsFor = (account: Pick<Account, 'away'> | undefined, person: string): string =>
  findSubstitution(account, person)?.instead ?? person;

/** Whether this is who requests what is to be decided. */
export const isRequester = ({ asker, ...request }: Decidable, person: string): boolean =>
  [request, ...(asker ? [asker] : [])]
    .flatMap((names) => [names.submitter_address, submitterName(names)])
    .some((name) => name !== undefined && isSamePerson(name, person));

/** A token's subject can contain any character. No issuer contains `#`, and no name in an ARN contains `/`. */
export const submitterName = ({ submitted_by }: Pick<RequesterNames, 'submitted_by'>): string | undefined =>
  submitted_by.startsWith('jwt:')
    ? submitted_by.slice(submitted_by.indexOf('#') + 1)
    : (parseMemberSession(submitted_by)?.name ?? submitted_by.split('/').at(-1));

/** The seats that this person decides now, their own first. */
export const seatsHeldBy = (account: Account | undefined, request: Decidable, person: string): Seat[] =>
  seatsOf(account, request)
    .filter(({ decider }) => isSamePerson(decider, person))
    .sort((one, other) => Number(one.until !== undefined) - Number(other.until !== undefined));

/** Whose approval it is: the approver's for whom it was given, and others' whom it covers on further panels. */
export const seatsGiven = ({ by }: Pick<Approval, 'by'>): string[] => [
  ...(by.for ? [] : [by.id]),
  ...listActedFor(by).map(({ person }) => person),
];
