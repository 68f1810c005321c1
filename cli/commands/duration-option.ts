import { InvalidArgumentError } from 'commander';
import { duration, toSeconds } from '../../functions/edge/contract/fields.ts';

const SHORT = /^(?<weeks>\d+w)?(?<days>\d+d)?(?<time>(?:\d+h)?(?:\d+m)?(?:\d+s)?)$/i;

/** `3d`, `24h` or `1d12h` in the API's ISO 8601; anything else as it is, which the API's schema then checks. */
export const toIsoDuration = (text: string): string => {
  const { weeks = '', days = '', time = '' } = SHORT.exec(text)?.groups ?? {};
  if (!weeks && !days && !time) return text;
  return `P${weeks}${days}${time && `T${time}`}`.toUpperCase();
};

/** For an option that takes several. */
export const toIsoDurations = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  toIsoDuration(text),
];

/** A number of seconds, or a duration, in milliseconds. */
export const parseInterval = (text: string): number => {
  const iso = toIsoDuration(text);
  const seconds = duration.safeParse(iso).success ? toSeconds(iso) : Number(text);
  if (seconds >= 0.1 && seconds <= 3600) return seconds * 1000;
  throw new InvalidArgumentError('Enter a number of seconds from 0.1 to 3600, or a duration up to 1h.');
};
