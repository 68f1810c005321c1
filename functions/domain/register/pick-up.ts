import { isRefusal } from '../connection/errors.ts';
import type { Connection, Connections } from '../connection/ports.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { unknownRequestersMail } from '../mail/network-team-mails.ts';
import type { Mailer } from '../mail/ports.ts';
import { sendToNetworkTeam } from '../mail/send-to-network-team.ts';
import { newRequest } from '../request/change.ts';
import { LimitExceededError } from '../request/errors.ts';
import { outsideSubmitter, type RequestId, type Side } from '../request/peering-request.ts';
import type { Clock, FoundRequest, RequestLists, Requests } from '../request/ports.ts';
import { takePair } from '../request/take-pair.ts';
import { WINDOW_MS } from '../request/window.ts';
import type { Applicant } from '../submission/preflight/applicant.ts';
import type { Preflight } from '../submission/preflight/preflight.ts';
import { cleanLines, VISIBLE } from '../wording/user-text.ts';
import { findEarlierRejection } from './earlier-rejection.ts';
import { inParallel } from './in-parallel.ts';
import type { Register, RegisterEntry } from './ports.ts';

const HOUR_MS = 3_600_000;

/** Each calls EC2 about ten times, in accounts that others use too. */
const AT_ONCE = 5;

export type PickUpDeps = {
  requests: Requests;
  lists: RequestLists;
  register: Register;
  connections: Connections;
  directory: Pick<Directory, 'accounts' | 'networkTeam'>;
  preflight: (requester: Side, accepter: Side, applicant: Applicant) => Promise<Preflight>;
  startWorkflow: (request: FoundRequest) => Promise<void>;
  mailer: Mailer;
  networkTeamAddress: string;
  clock: Clock;
  newId: () => RequestId;
  /** How long a connection must have been pending: most tools accept what they create within minutes. */
  graceMs: number;
};

/** What one run did, as numbers of connections. */
export type PickUpReport = {
  picked_up: number;
  /** Their requester's account isn't known, so that nobody was asked. */
  unknown_requesters: number;
};

type Accounts = ReadonlyMap<string, Account>;

/**
 * Makes requests of the pending connections that nobody requested here, where the accepter's account wants that. What
 * fails doesn't keep the others from being picked up, and is tried again by the next run.
 *
 * @param entries what EC2 shows
 * @throws AggregateError after the run
 */
export const pickUp = async (entries: readonly RegisterEntry[], deps: PickUpDeps): Promise<PickUpReport> => {
  const now = deps.clock();
  const directory = await deps.directory.accounts();
  const accounts: Accounts = new Map(directory.map((account) => [account.account_id, account]));
  const due = entries.filter((entry) => isDue(entry, accounts, deps.graceMs, now));
  const known = due.filter((entry) => mayAsk(entry, accounts));
  const unknown = due.filter((entry) => !mayAsk(entry, accounts));
  let picked_up = 0;
  const errors = await inParallel(known, AT_ONCE, async (entry) => {
    if (await pickUpOne(entry, accounts, deps)) picked_up++;
  });
  await tellOfUnknown(unknown, accounts, deps).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} connections weren’t picked up`);
  return { picked_up, unknown_requesters: unknown.length };
};

/** Whether nobody knows of the connection, and it is still there after the grace, or has little time left. */
const isDue = (
  { status, request_id, expires_at, first_seen_at, accepter }: RegisterEntry,
  accounts: Accounts,
  graceMs: number,
  now: Date,
): boolean => {
  if (status !== 'pending-acceptance' || request_id || !accounts.get(accepter.owner_id)?.pick_up)
    return false;
  const created = expires_at ? Date.parse(expires_at) - WINDOW_MS : Date.parse(first_seen_at);
  return now.getTime() - created >= graceMs || isHurried(expires_at, now);
};

/** Approvers are asked before everything is known if there is no time to find out. */
const isHurried = (expires_at: string | undefined, now: Date): boolean =>
  expires_at !== undefined && Date.parse(expires_at) - now.getTime() < HOUR_MS;

/** AWS warns of connections from strangers: whoever accepts one opens a path into their network. */
const mayAsk = ({ requester, accepter }: RegisterEntry, accounts: Accounts): boolean =>
  accounts.has(requester.owner_id) || accounts.get(accepter.owner_id)?.pick_up_unknown === true;

/** @returns whether it became a request */
const pickUpOne = async (entry: RegisterEntry, accounts: Accounts, deps: PickUpDeps): Promise<boolean> => {
  const { id, requester, accepter } = entry;
  const shown = await deps.connections.describe(accepter, id);
  if (shown?.status !== 'pending-acceptance') return false;
  const asRequester = await describeAsRequester(entry, accounts, deps);
  // It is the connection of a request whose step hasn't found it yet.
  if (asRequester?.request_id) return false;
  const [found, earlier_rejection] = await Promise.all([
    check(entry, deps),
    findEarlierRejection(entry, deps.lists),
  ]);
  if (!found) return false;
  const { checks, required_approvals, contact_email, cidr_blocks, vpc_names, vpc_tags } = found;
  const expires_at = shown.expires_at ?? entry.expires_at;
  const { request, event } = newRequest(
    {
      id: deps.newId(),
      requester,
      accepter,
      origin: 'picked-up',
      justification: justificationOf(entry),
      ...(contact_email && { contact_email }),
      submitted_by: outsideSubmitter(requester.owner_id),
      ...(earlier_rejection && { earlier_rejection }),
      vpc_peering_connection_id: id,
      connection_seen_at: entry.first_seen_at,
      ...(expires_at && { expires_at }),
      preflight: checks,
      cidr_blocks: { ...entry.cidr_blocks, ...cidr_blocks },
      ...(vpc_names && { vpc_names }),
      ...(vpc_tags && { vpc_tags }),
      required_approvals,
    },
    { type: 'connection-found', actor: { kind: 'outside', id: requester.owner_id }, reason: id },
    deps.clock(),
  );
  const recorded = { ...request, vpc_peering_connection_id: id };
  // The pair or the connection may be another request's: it then needs no second one.
  const { created } = await takePair(
    (ended) => deps.requests.createFound(recorded, event, ended),
    deps.requests,
  );
  if (created.outcome !== 'created') return false;
  await deps.startWorkflow(recorded);
  return true;
};

/** The requester's side alone shows whether Peerway created it. */
const describeAsRequester = async (
  { id, requester, expires_at }: RegisterEntry,
  accounts: Accounts,
  { connections, clock }: PickUpDeps,
): Promise<Connection | undefined> => {
  if (!accounts.get(requester.owner_id)?.onboarded) return undefined;
  try {
    return await connections.describe(requester, id);
  } catch (error) {
    if (isRefusal(error) || isHurried(expires_at, clock())) return undefined;
    throw error;
  }
};

/** `undefined` if the requester's account has used up its budget: then a later run checks. */
const check = async (
  { id, requester, accepter, cidr_blocks, contact }: RegisterEntry,
  { preflight }: PickUpDeps,
): Promise<Preflight | undefined> => {
  try {
    return await preflight(requester, accepter, {
      submitted_by: outsideSubmitter(requester.owner_id),
      viewer: { account_id: requester.owner_id },
      found: { connection: id, cidr_blocks, ...(contact && { contact }) },
    });
  } catch (error) {
    if (error instanceof LimitExceededError) return undefined;
    throw error;
  }
};

const justificationOf = ({ justification = '' }: RegisterEntry): string => {
  const text = cleanLines(justification);
  return VISIBLE.test(text)
    ? text
    : 'None: the connection was created outside Peerway, without a tag peerway:justification that Peerway can see.';
};

/** One mail about all that are new. A crash before they are marked sends it twice rather than never. */
const tellOfUnknown = async (
  unknown: readonly RegisterEntry[],
  accounts: Accounts,
  deps: PickUpDeps,
): Promise<void> => {
  const news = unknown.filter(({ network_team_told_at }) => !network_team_told_at);
  if (news.length === 0) return;
  const mail = await unknownRequestersMail(news, accounts);
  await sendToNetworkTeam(async () => mail, deps);
  const network_team_told_at = deps.clock().toISOString();
  await Promise.all(news.map((entry) => deps.register.put({ ...entry, network_team_told_at })));
};
