import { serialize } from 'tinyduration';

/** Seconds as an ISO 8601 duration. */
export const toDuration = (total: number): string =>
  serialize({
    days: Math.floor(total / 86_400),
    hours: Math.floor((total % 86_400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  });
