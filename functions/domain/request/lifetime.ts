import type { Approval, Decision, Extension, PeeringRequest, Undeleted } from './peering-request.ts';
import { findRemovalNotice } from './removal-notice.ts';
import { hasEnded } from './status.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Seconds before the end at which both sides' people are notified of it. */
export const NOTICES: readonly number[] = [7 * DAY, DAY, HOUR];

/** Why Peerway deletes an active connection by itself: its time is over, or a review decided it. */
export type EndRule = 'active_for' | 'review';

/** UTC, ISO 8601. */
type End = { rule: EndRule; at: string };

/** Something to notify people of, once. Its key stays on the record when that is done. */
export type LifetimeNotice = { key: string; at: string } & (
  | { what: 'end'; before: number }
  | { what: 'extension-asked-for' | 'extension-decided' }
  | { what: 'undeleted'; undeleted: Undeleted }
);

type Lived = Pick<PeeringRequest, 'ends_at' | 'end_set_at' | 'extension' | 'undeleted' | 'notices_done'> &
  Parameters<typeof findRemovalNotice>[0];

/** Of an active connection that nobody deletes yet. */
const listEnds = (request: Lived): End[] =>
  isLiving(request)
    ? [
        ...(request.ends_at ? [{ rule: 'active_for', at: request.ends_at } as const] : []),
        ...(request.removal ? [{ rule: 'review', at: request.removal.due_at } as const] : []),
      ]
    : [];

const isLiving = ({ status, teardown }: Lived): boolean => status === 'active' && !teardown;

/** The extension that approvers can decide now: of the end that stands, and before it. */
export const findOpenExtension = (request: Lived, now: Date): Extension | undefined => {
  const { extension, ends_at } = request;
  const isOpen =
    extension &&
    isLiving(request) &&
    !extension.decision &&
    extension.ends_at === ends_at &&
    now.toISOString() < ends_at;
  return isOpen ? extension : undefined;
};

/** What an accepted extension sets: an end that is later by what was asked for. */
export const grantExtension = (
  extension: Extension,
  decision: Decision,
): Pick<PeeringRequest, 'ends_at' | 'end_set_at' | 'extension'> => ({
  extension: { ...extension, decision },
  ends_at: new Date(Date.parse(extension.ends_at) + extension.extends_by * 1000).toISOString(),
  end_set_at: decision.at,
});

/**
 * The rule by which the connection is to be deleted now; `undefined` if it lives on. A review removes nothing before the
 * other side has heard of it.
 */
export const findDueEnd = (request: Lived, now: Date): EndRule | undefined =>
  listEnds(request).find(
    ({ rule, at }) => at <= now.toISOString() && !(rule === 'review' && findRemovalNotice(request)),
  )?.rule;

/** Every notice of the record as it is, also those that are done. What would lie before the end was set is none. */
const listNotices = (request: Lived): LifetimeNotice[] => [...ofRefusal(request), ...ofLife(request)];

/** What is tried again may succeed before anybody has to hear that it was refused. */
const RETRIED_MS = 30 * 60_000;

const ofRefusal = ({ status, undeleted }: Lived): LifetimeNotice[] => {
  if (!undeleted || hasEnded(status)) return [];
  const { at, decided_at, code, final } = undeleted;
  return [
    {
      // SES takes no dot in a tag.
      key: `undeleted-${Date.parse(decided_at)}-${code.replaceAll(/\W/g, '-')}`,
      what: 'undeleted',
      undeleted,
      at: final ? at : new Date(Date.parse(at) + RETRIED_MS).toISOString(),
    },
  ];
};

const ofLife = (request: Lived): LifetimeNotice[] => {
  const { ends_at, end_set_at = '', extension } = request;
  if (!isLiving(request) || !ends_at) return [];
  const end = Date.parse(ends_at);
  const ofEnd = NOTICES.map((before) => ({
    key: `end-${before}-${end}`,
    what: 'end' as const,
    before,
    at: new Date(end - before * 1000).toISOString(),
  })).filter(({ at }) => at > end_set_at);
  if (!extension) return ofEnd;
  const key = `extension-${Date.parse(extension.at)}`;
  return [
    ...ofEnd,
    extension.decision
      ? { key: `${key}-decided`, what: 'extension-decided', at: extension.decision.at }
      : { key, what: 'extension-asked-for', at: extension.at },
  ];
};

const listUndone = (request: Lived): LifetimeNotice[] =>
  listNotices(request).filter(({ key }) => !request.notices_done?.includes(key));

/** When something is to be done next because the connection has an end. UTC, ISO 8601. */
export const nextDue = (request: Lived): string | undefined =>
  [...listEnds(request), ...listUndone(request), findRemovalNotice(request)]
    .flatMap((due) => due?.at ?? [])
    .sort()[0];

/**
 * The notices that are due. Of those of the end, only the latest is to be sent: the others were missed. Who decides about
 * more time can change until it is decided, so they are asked for as long as it isn't.
 */
export const findDueNotices = (
  request: Lived,
  now: Date,
): { send: LifetimeNotice[]; missed: LifetimeNotice[] } => {
  if (findDueEnd(request, now)) return { send: [], missed: [] };
  const isDone = ({ key, what }: LifetimeNotice) =>
    what !== 'extension-asked-for' && request.notices_done?.includes(key);
  const due = listNotices(request).filter((notice) => !isDone(notice) && notice.at <= now.toISOString());
  const last = due.findLast(({ what }) => what === 'end');
  const isMissed = (notice: LifetimeNotice) => notice.what === 'end' && notice !== last;
  return { send: due.filter((notice) => !isMissed(notice)), missed: due.filter(isMissed) };
};

/** The record's keys of notices that are done, with these. Keys of an earlier end or extension are left out. */
export const withDone = (request: Lived, done: readonly string[]): { notices_done: string[] } => {
  const known = [...(request.notices_done ?? []), ...done];
  return {
    notices_done: listNotices(request)
      .map(({ key }) => key)
      .filter((key) => known.includes(key)),
  };
};

/** How long the connection may live once it is active, in seconds: what was asked for, or the least that was approved. */
export const allowedLife = ({
  active_for,
  decision,
  approvals,
}: Pick<PeeringRequest, 'active_for' | 'decision' | 'approvals'>): number | undefined => {
  if (active_for === undefined) return undefined;
  const approved = decision?.by.kind === 'approver' ? approvals.filter(isCounted) : [];
  return Math.min(active_for, ...approved.map((approval) => approval.active_for ?? active_for));
};

const isCounted = ({ counts }: Approval): boolean => counts !== false;

/** The end of a connection that is active from now on. */
export const endFrom = (
  request: Parameters<typeof allowedLife>[0],
  now: Date,
): Pick<PeeringRequest, 'ends_at' | 'end_set_at'> => {
  const seconds = allowedLife(request);
  return seconds === undefined
    ? {}
    : {
        ends_at: new Date(now.getTime() + seconds * 1000).toISOString(),
        end_set_at: now.toISOString(),
      };
};
