import { isDeepStrictEqual } from 'node:util';
import { isLive } from '../connection/is-live.ts';
import type { Connections } from '../connection/ports.ts';
import type { Directory } from '../directory/ports.ts';
import type { ConnectionId, Side } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { inParallel } from './in-parallel.ts';
import { isAt, joinViews, type Shown, type View, viewsById } from './join-views.ts';
import { lastSeenAt } from './last-seen-at.ts';
import { lookIntoAccount, type PlaceAnswer } from './look-into-account.ts';
import type { AccountLook, AccountLooks, Register, RegisterEntry } from './ports.ts';

/** Of the function's five minutes, one is left for what comes after the looks. */
const LOOK_MS = 4 * 60_000;

const ACCOUNTS_AT_ONCE = 20;
const WRITES_AT_ONCE = 20;

export type UpdateRegisterDeps = {
  directory: Pick<Directory, 'accounts'>;
  connections: Pick<Connections, 'list'>;
  register: Pick<Register, 'shown' | 'getMany' | 'put'>;
  accountLooks: AccountLooks;
  requests: Pick<Requests, 'holderOf' | 'claimConnection'>;
  /** In which VPCs can be peered. */
  regions: readonly string[];
  clock: Clock;
};

export type RegisterReport = {
  /** Accounts looked into. Those left over come first in the next round. */
  looked_into: number;
  /** Of those, accounts that didn't answer in a Region at least. */
  unreachable: number;
  /** Entries written, because EC2 shows something else than before. */
  changed: number;
  /** Live connections that belong to no request. */
  unmanaged: number;
};

export type UpdatedRegister = {
  report: RegisterReport;
  /** As they are now, but for those that somebody else has written meanwhile, and those that couldn't be written. */
  entries: RegisterEntry[];
  failures: Failure[];
  /** Why some entries could not be written. */
  errors: unknown[];
};

/** A Region in which an account didn't answer, since when, and why. */
export type Failure = { account_id: string; region: string; since: string; cause: string };

/**
 * Lists the connections of all onboarded accounts, those looked into longest ago first, and brings the register up to
 * date with what EC2 shows. An account that doesn't answer keeps its connections as they were.
 *
 * An entry that can't be written doesn't keep the others from being written.
 */
export const updateRegister = async (deps: UpdateRegisterDeps): Promise<UpdatedRegister> => {
  // Read before EC2 is asked: an entry that another run writes meanwhile has a newer revision then.
  const [known, accounts, earlier] = await Promise.all([
    deps.register.shown().then((ids) => deps.register.getMany(ids)),
    deps.directory.accounts(),
    deps.accountLooks.all(),
  ]);
  const onboarded = accounts.filter((account) => account.onboarded).map(({ account_id }) => account_id);
  const { answers, looks } = await lookIntoAll(onboarded, earlier, deps);
  const views = viewsById(answers);
  const before = new Map(known.filter(({ gone_at }) => !gone_at).map((entry) => [entry.id, entry]));
  const unknown = [...views.keys()].filter((id) => !before.has(id));
  for (const entry of await deps.register.getMany(unknown)) before.set(entry.id, entry);

  const run: Run = {
    ...deps,
    answers,
    onboarded: new Set(onboarded),
    earlier: new Map(earlier.map((look) => [look.account_id, look])),
  };
  const report = {
    looked_into: looks.length,
    unreachable: looks.filter((look) => failuresOf(look).length > 0).length,
    changed: 0,
  };
  const entries: RegisterEntry[] = [];
  const update = async (id: ConnectionId) => {
    const entry = before.get(id);
    const seen = views.get(id);
    const next = seen ? await noteShown(seen, entry, run) : entry && noteMissing(entry, run);
    if (!next) return;
    if (next !== entry) {
      if (!(await deps.register.put(next))) return;
      report.changed++;
    }
    entries.push(next === entry ? next : { ...next, revision: next.revision + 1 });
  };
  const errors = await inParallel([...new Set([...before.keys(), ...views.keys()])], WRITES_AT_ONCE, update);
  // Only now, so that no connection counts as seen by a look whose entries weren't written.
  errors.push(...(await inParallel(looks, WRITES_AT_ONCE, (look) => deps.accountLooks.put(look))));
  const unmanaged = entries.filter((entry) => isLive(entry) && !entry.gone_at && !entry.request_id).length;
  return { report: { ...report, unmanaged }, entries, failures: looks.flatMap(failuresOf), errors };
};

type Run = UpdateRegisterDeps & {
  answers: readonly PlaceAnswer[];
  onboarded: ReadonlySet<string>;
  /** What each account answered before this round. */
  earlier: ReadonlyMap<string, AccountLook>;
};

const lookIntoAll = async (
  accounts: readonly string[],
  earlier: readonly AccountLook[],
  deps: UpdateRegisterDeps,
): Promise<{ answers: PlaceAnswer[]; looks: AccountLook[] }> => {
  const before = new Map(earlier.map((look) => [look.account_id, look]));
  const lookedAt = (account: string) => before.get(account)?.looked_at ?? '';
  const until = deps.clock().getTime() + LOOK_MS;
  const answers: PlaceAnswer[] = [];
  const looks: AccountLook[] = [];
  const longestAgoFirst = accounts.toSorted((one, other) => lookedAt(one).localeCompare(lookedAt(other)));
  await inParallel(longestAgoFirst, ACCOUNTS_AT_ONCE, async (account) => {
    if (deps.clock().getTime() >= until) return;
    const found = await lookIntoAccount(account, before.get(account), deps);
    answers.push(...found.answers);
    looks.push(found.look);
  });
  return { answers, looks };
};

const failuresOf = ({ account_id, regions }: AccountLook): Failure[] =>
  Object.entries(regions).flatMap(([region, { failed_since, cause = '' }]) =>
    failed_since ? [{ account_id, region, since: failed_since, cause }] : [],
  );

/** The entry as EC2 shows it now. The same one if nothing has changed, so that it isn't written. */
const noteShown = async (
  views: readonly [View, ...View[]],
  before: RegisterEntry | undefined,
  run: Run,
): Promise<RegisterEntry> => {
  const shown = joinViews(views, before);
  const claimed = before?.request_id ?? (await claimForHolder(shown, views, before, run));
  const request = claimed && { request_id: claimed };
  if (before && !before.missing_since && !before.gone_at && isDeepStrictEqual(shown, shownOf(before))) {
    return request && !before.request_id ? { ...before, ...request } : before;
  }
  const now = run.clock().toISOString();
  const { first_seen_at = now, revision = 0, network_team_told_at } = before ?? {};
  return {
    ...shown,
    first_seen_at,
    last_seen_at: now,
    ...request,
    ...(network_team_told_at && { network_team_told_at }),
    revision,
  };
};

const shownOf = ({
  first_seen_at: _,
  last_seen_at: __,
  request_id: ___,
  network_team_told_at: ____,
  revision: _____,
  ...shown
}: RegisterEntry): Shown => shown;

/**
 * A connection that a request got before there was a register belongs to that request. One that EC2 shows with a
 * request's tag may be claimed a moment later.
 */
const claimForHolder = async (
  { id, requester, accepter }: Shown,
  views: readonly View[],
  before: RegisterEntry | undefined,
  { requests }: Run,
): Promise<RegisterEntry['request_id']> => {
  if (before && !views.some(({ connection }) => connection.request_id)) return undefined;
  const holder = await requests.holderOf(requester.vpc_id, accepter.vpc_id);
  if (holder?.vpc_peering_connection_id !== id) return undefined;
  return (await requests.claimConnection(holder.id, id)) ? holder.id : undefined;
};

/**
 * A connection that EC2 shows no more. A new one may not show everywhere for a moment, and an ended one is shown to
 * one side for longer than to the other: it takes two rounds, and all sides that can answer.
 */
const noteMissing = (entry: RegisterEntry, run: Run): RegisterEntry => {
  const { answers, onboarded, regions, clock, earlier } = run;
  const canAnswer = (side: Side) => onboarded.has(side.owner_id) && regions.includes(side.region);
  const sides = [entry.requester, entry.accepter].filter(canAnswer);
  const found = sides.map((side) => answers.find((answer) => isAt(side, answer)));
  const isSilent = found.some((answer) => !answer || ('refused' in answer && !answer.refused));
  const isAnswered = sides.length === 0 || found.some((answer) => answer && 'shown' in answer);
  if (isSilent || !isAnswered) return entry;
  const now = clock().toISOString();
  return entry.missing_since
    ? { ...entry, gone_at: now }
    : { ...entry, last_seen_at: lastSeenAt(entry, earlier), missing_since: now };
};
