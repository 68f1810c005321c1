import { InvalidArgumentError } from 'commander';
import { days, duration, life, toSeconds } from '../../functions/edge/contract/fields.ts';

const SHORT = /^(?<weeks>\d+w)?(?<days>\d+d)?(?<time>(?:\d+h)?(?:\d+m)?(?:\d+s)?)$/i;

/** `3d`, `24h` or `1d12h` as the API has it: in ISO 8601. Undefined for what isn't a duration. */
const toIso = (text: string, schema = duration): string | undefined => {
  const { weeks = '', days = '', time = '' } = SHORT.exec(text)?.groups ?? {};
  const isShort = weeks || days || time;
  return schema.safeParse(isShort ? `P${weeks}${days}${time && `T${time}`}`.toUpperCase() : text).data;
};

export const parseDuration = (text: string): string => {
  const iso = toIso(text);
  if (iso !== undefined) return iso;
  throw new InvalidArgumentError(
    'Enter a duration from 1 second to 7 days, such as 3d, 4h or 1d12h, or P1DT12H in ISO 8601 format.',
  );
};

/** How long a connection may live: `30d` as the API has it. */
export const parseLife = (text: string): string => {
  const iso = toIso(text, life);
  if (iso !== undefined) return iso;
  throw new InvalidArgumentError(
    'Enter a duration from 1 hour to 1 year, such as 30d, 12h or 1d12h, or P30D in ISO 8601 format.',
  );
};

/** `90d` as the API has it: in ISO 8601. */
export const parseDays = (text: string): string => {
  const { data } = days.safeParse(/^\d+d$/i.test(text) ? `P${text}`.toUpperCase() : text);
  if (data !== undefined) return data;
  throw new InvalidArgumentError(
    'Enter a number of days from 1 to 365, such as 90d, or P90D in ISO 8601 format.',
  );
};

/** What an option takes, or `none`. */
export const orNone =
  (parse: (text: string) => string) =>
  (text: string): string =>
    text === NONE ? NONE : parse(text);

export const NONE = 'none';

/** For an option that takes several, or `none`. */
export const parseDurations = (text: string, before?: readonly string[]): string[] => {
  if (text === NONE ? before : before?.length === 0) throw new InvalidArgumentError('Use none alone.');
  return text === NONE ? [] : [...(before ?? []), parseDuration(text)];
};

/** A number of seconds, or a duration, in milliseconds. */
export const parseInterval = (text: string): number => {
  const iso = toIso(text);
  const seconds = iso === undefined ? Number(text) : toSeconds(iso);
  if (seconds >= 0.1 && seconds <= 3600) return seconds * 1000;
  throw new InvalidArgumentError('Enter a number of seconds from 0.1 to 3600, or a duration up to 1h.');
};
