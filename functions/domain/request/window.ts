const SECOND = 1000;
const HOUR = 3600;

/** How long a connection that nobody accepts exists in EC2. */
export const WINDOW_MS = 7 * 24 * HOUR * SECOND;

/** Seconds before the window's end at which approvers are reminded by default. */
export const DEFAULT_REMINDERS: readonly number[] = [72 * HOUR, 24 * HOUR, 4 * HOUR];

/** EC2 sets a connection to `expired` at its ExpirationTime; Peerway checks this many seconds later. */
const EXPIRY_MARGIN = 60;

/** The shortest wait between two checks, in seconds, even when clocks disagree. */
const SHORTEST_WAIT = 60;

/** Both times are absent until EC2 reports them. */
export type Window = {
  /** UTC, ISO 8601: when approvers could first decide. */
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

/** Seconds until the next check: at the next reminder, or just after the window's end. */
export const secondsToNextCheck = (window: Window, now: Date, reminders: readonly number[]): number => {
  if (!window.expires_at) return SHORTEST_WAIT;
  const next = reminderTimes(window, reminders).find(({ at }) => at > now.getTime());
  const at = next?.at ?? Date.parse(window.expires_at) + EXPIRY_MARGIN * SECOND;
  return Math.max(Math.ceil((at - now.getTime()) / SECOND), SHORTEST_WAIT);
};

/** The reminders of an open window that are due, as seconds before its end, the latest last. */
export const passedReminders = (window: Window, now: Date, reminders: readonly number[]): number[] =>
  window.expires_at && now.getTime() < Date.parse(window.expires_at)
    ? reminderTimes(window, reminders)
        .filter(({ at }) => at <= now.getTime())
        .map(({ before }) => before)
    : [];
