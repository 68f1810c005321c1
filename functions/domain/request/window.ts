const SECOND = 1000;
const HOUR = 3600;

/** Seconds before the window's end at which approvers are reminded, where nobody has said otherwise. */
export const DEFAULT_REMINDERS: readonly number[] = [72 * HOUR, 24 * HOUR, 4 * HOUR];

/** EC2 turns a connection `expired` at its ExpirationTime; it is asked this many seconds after. */
const EXPIRY_MARGIN = 60;

/** No look comes sooner than this after another, whatever the clocks say. */
const SHORTEST_WAIT = 60;

/** A record may not know its window yet. */
export type Window = {
  /** UTC, ISO 8601: since when approvers can decide. */
  opened_at?: string;
  /** UTC, ISO 8601: EC2's ExpirationTime. */
  expires_at?: string;
};

const reminderTimes = ({ opened_at, expires_at }: Window, reminders: readonly number[]) => {
  if (!opened_at || !expires_at) return [];
  return reminders
    .map((before) => ({ before, at: Date.parse(expires_at) - before * SECOND }))
    .filter(({ at }) => at > Date.parse(opened_at))
    .sort((one, other) => one.at - other.at);
};

/** Seconds until the window needs a look: at the next reminder, or just after its end. */
export const secondsToNextCheck = (window: Window, now: Date, reminders: readonly number[]): number => {
  if (!window.expires_at) return SHORTEST_WAIT;
  const next = reminderTimes(window, reminders).find(({ at }) => at > now.getTime());
  const at = next?.at ?? Date.parse(window.expires_at) + EXPIRY_MARGIN * SECOND;
  return Math.max(Math.ceil((at - now.getTime()) / SECOND), SHORTEST_WAIT);
};

/** The reminders of an open window whose time has come, as their seconds before its end, the latest last. */
export const passedReminders = (window: Window, now: Date, reminders: readonly number[]): number[] =>
  window.expires_at && now.getTime() < Date.parse(window.expires_at)
    ? reminderTimes(window, reminders)
        .filter(({ at }) => at <= now.getTime())
        .map(({ before }) => before)
    : [];
