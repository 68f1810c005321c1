const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const dateTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** Formats a UTC time in ISO 8601 for people: `Mon, 30 Nov 2026, 08:00 UTC`. What is no time is `unknown`. */
export const formatUtc = (time: string): string => formatIn(dateTime, time);

const formatIn = (format: Intl.DateTimeFormat, time: string): string =>
  Number.isNaN(Date.parse(time)) ? 'unknown' : `${format.format(new Date(time))} UTC`;

const shortDateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** For a subject: `30 Nov, 08:00 UTC`. */
export const formatShortUtc = (time: string): string => formatIn(shortDateTime, time);

/** Describes seconds in their two largest units: `6 days 4 hours`, `3 hours`, `less than a minute`. */
export const describeSeconds = (seconds: number): string => {
  const units = [
    ['day', Math.floor(seconds / DAY)],
    ['hour', Math.floor((seconds % DAY) / HOUR)],
    ['minute', Math.floor((seconds % HOUR) / MINUTE)],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  if (first < 0) return 'less than a minute';
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
};

/** Describes how long it is until a UTC time in ISO 8601; `undefined` if that time has passed. */
export const describeTimeLeft = (until: string, now: Date): string | undefined => {
  const seconds = (Date.parse(until) - now.getTime()) / 1000;
  return seconds > 0 ? describeSeconds(seconds) : undefined;
};

/** Formats how often something happened: once, twice, 3 times. */
export const describeCount = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
