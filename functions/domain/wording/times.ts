const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const LONG = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;

/** A format in UTC. It is made on first use, because that loads Node.js's data about languages, which takes milliseconds. */
export const utcFormat = (options: Intl.DateTimeFormatOptions): ((date: Date) => string) => {
  let format: Intl.DateTimeFormat | undefined;
  return (date) => {
    format ??= new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
    return format.format(date);
  };
};

const dateTime = utcFormat(LONG);

/** Formats a UTC time in ISO 8601 for people: `Mon, 30 Nov 2026, 08:00 UTC`. What is no time is `unknown`. */
export const formatUtc = (time: string): string => formatIn(dateTime, time);

const formatIn = (format: (date: Date) => string, time: string): string =>
  Number.isNaN(Date.parse(time)) ? 'unknown' : `${format(new Date(time))} UTC`;

const SHORT = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;

const shortDateTime = utcFormat(SHORT);

/** For a subject: `30 Nov, 08:00 UTC`. */
export const formatShortUtc = (time: string): string => formatIn(shortDateTime, time);

/** Whether this is the name of a time zone. An offset isn't: it is wrong for half of the year. */
export const isTimeZone = (name: string): boolean => {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en-GB', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/**
 * Formats a UTC time in ISO 8601 in a time zone, with UTC beside it: `Mon, 30 Nov 2026, 09:00 GMT+1 (08:00 UTC)`,
 * with the UTC date if that is another. Without a zone, only UTC.
 */
export const formatTime = (time: string, timeZone: string | undefined): string => {
  const local = formatInZone(LONG, time, timeZone);
  if (!local) return formatUtc(time);
  const date = new Date(time);
  const isSameDay = local.startsWith(dateTime(date).slice(0, -'00:00'.length));
  const utc = shortDateTime(date);
  return `${local} (${isSameDay ? utc.slice(-'00:00'.length) : utc} UTC)`;
};

/**
 * When a day, such as `2026-12-07`, begins in a time zone, or in UTC without one. In ISO 8601, UTC; `undefined` for what
 * is no day.
 */
export const startOfDay = (day: string, timeZone: string | undefined): string | undefined => {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(utc)) return undefined;
  if (!timeZone || !isTimeZone(timeZone)) return new Date(utc).toISOString();
  // The zone's offset is what its clocks show ahead of UTC. Near a change of it, the second look is right.
  const ahead = (time: number): number => {
    const shown = new Date(time).toLocaleString('sv-SE', { timeZone });
    return Date.parse(`${shown.replace(' ', 'T')}Z`) - time;
  };
  const first = utc - ahead(utc);
  return new Date(utc - ahead(first)).toISOString();
};

/** For a subject: `30 Nov, 09:00 GMT+1`, or `30 Nov, 08:00 UTC` without a zone. */
export const formatShortTime = (time: string, timeZone: string | undefined): string =>
  formatInZone(SHORT, time, timeZone) ?? formatShortUtc(time);

/** `undefined` where the zone says no more than UTC does. */
const formatInZone = (
  options: Intl.DateTimeFormatOptions,
  time: string,
  timeZone: string | undefined,
): string | undefined => {
  if (!timeZone || !isTimeZone(timeZone) || Number.isNaN(Date.parse(time))) return undefined;
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, timeZoneName: 'shortOffset' });
  const local = format.format(new Date(time));
  return / (?:GMT(?:[+-]0)?|UTC)$/.test(local) ? undefined : local;
};

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
