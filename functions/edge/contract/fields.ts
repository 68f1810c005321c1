import { parse } from 'tinyduration';
import * as z from 'zod/mini';
import type { RequestId, VpcId } from '../../domain/request/peering-request.ts';

/** Schemas of single fields. The patterns are EC2's. */

const hexId = '(?:[0-9a-f]{8}|[0-9a-f]{17})';

export const vpcId = z
  .string('A VPC id is text.')
  .check(
    z.regex(new RegExp(`^vpc-${hexId}$`), 'A VPC id is "vpc-" and 8 or 17 hexadecimal digits.'),
  ) as unknown as z.ZodMiniType<VpcId>;

export const requestId = z
  .string()
  .check(
    z.regex(/^pr-[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'A request id is "pr-" and a ULID.'),
  ) as unknown as z.ZodMiniType<RequestId>;

export const accountId = z
  .string('An account id is text: quote it.')
  .check(z.regex(/^\d{12}$/, 'An account id has 12 digits.'));

export const region = z
  .string('A Region name is text.')
  .check(z.regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, 'A Region has a name like eu-west-1.'));

export const email = z
  .string('A mail address is text.')
  .check(
    z.maxLength(254, 'A mail address has at most 254 characters.'),
    z.email('This is not a mail address.'),
  );

/** Text for people to read: trimmed, without control characters, line breaks aside. */
export const prose = (longest: number) =>
  z.string('This is text.').check(
    z.trim(),
    z.minLength(1, 'This must not be empty.'),
    z.maxLength(longest, `At most ${longest} characters.`),
    z.regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u, 'Control characters are not allowed.'),
    z.refine((text) => text.isWellFormed(), 'This holds half of a character.'),
  );

/** UTC, ISO 8601, with milliseconds. */
export const time = z.iso.datetime('This is no time.');

/** How long, in whole seconds, given as an ISO 8601 duration without years and months, whose length varies. */
export const duration = (longestSeconds: number) =>
  z.string('A duration is text.').check(
    z.regex(/^P(?=\d|T\d)(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,4}M)?(?:\d{1,6}S)?)?$/, {
      error: 'A duration is of the form P3D, PT4H or P1DT12H.',
      abort: true,
    }),
    z.refine(
      (text) => secondsOf(text) > 0 && secondsOf(text) <= longestSeconds,
      `A duration of more than nothing and at most ${longestSeconds} seconds.`,
    ),
  );

/** Seconds of a duration that `duration` has let pass. */
export const secondsOf = (text: string): number => {
  const { weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parse(text);
  return (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
};

/** An opaque place in a list: our own signature proves it, whatever it says. */
export const cursor = z
  .string()
  .check(
    z.maxLength(2048, 'This cursor is not one of ours.'),
    z.regex(/^[\w-]+\.[\w-]+$/, 'This cursor is not one of ours.'),
  );

/** How many to return. Query strings are text. */
export const limit = z.string().check(z.regex(/^(?:[1-9]\d?|100)$/, 'A number from 1 to 100.'));
