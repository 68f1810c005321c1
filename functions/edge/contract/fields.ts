import { parse } from 'tinyduration';
import * as z from 'zod/mini';
import type { ConnectionId, RequestId, VpcId } from '../../domain/request/peering-request.ts';
import { ADDRESS, LONGEST_ADDRESS, WITH_DOMAIN } from '../../domain/request/person.ts';
import { isTimeZone } from '../../domain/wording/times.ts';
import { VISIBLE } from '../../domain/wording/user-text.ts';

/** Schemas of single fields, with EC2's patterns. validate.ts has the message for a missing field. */

const hexId = '(?:[0-9a-f]{8}|[0-9a-f]{17})';

const VPC_ID_MESSAGE =
  'VPC ID must be vpc- followed by 8 or 17 hexadecimal digits, such as vpc-0a1b2c3d4e5f67890.';

export const vpcId = z
  .string(VPC_ID_MESSAGE)
  .check(z.regex(new RegExp(`^vpc-${hexId}$`), VPC_ID_MESSAGE)) as unknown as z.ZodMiniType<VpcId>;

const CONNECTION_ID_MESSAGE =
  'Connection ID must be pcx- followed by 8 or 17 hexadecimal digits, such as pcx-0a1b2c3d4e5f67890.';

export const connectionId = z
  .string(CONNECTION_ID_MESSAGE)
  .check(
    z.regex(new RegExp(`^pcx-${hexId}$`), CONNECTION_ID_MESSAGE),
  ) as unknown as z.ZodMiniType<ConnectionId>;

export const requestId = z
  .string()
  .check(
    z.regex(
      /^pr-[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
      'Request ID must be pr- followed by a ULID, such as pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8.',
    ),
  ) as unknown as z.ZodMiniType<RequestId>;

export const accountId = z
  .string('Account ID must be a string in quotes, such as "111111111111".')
  .check(z.regex(/^\d{12}$/, 'Account ID must have 12 digits, such as 111111111111.'));

const REGION_MESSAGE = 'Region must be a Region code, such as eu-west-1.';

export const region = z
  .string(REGION_MESSAGE)
  .check(z.regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, REGION_MESSAGE));

const TOPIC_ARN_MESSAGE =
  'Topic must be the ARN of an SNS topic whose name begins with peerway-, such as arn:aws:sns:eu-west-1:222222222222:peerway-announcements.';

/** The hub may publish to no topics with other names. A FIFO topic's name would end in a suffix. */
export const topicArn = z
  .string(TOPIC_ARN_MESSAGE)
  .check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:peerway-[\w-]{1,248}$/, TOPIC_ARN_MESSAGE));

const CIDR_BLOCK_MESSAGE = 'CIDR block must be an IPv4 or IPv6 block, such as 10.20.0.0/16 or 2001:db8::/56.';

/** Without leading zeros, which some read as octal, and an IPv4 address within an IPv6 one. */
export const cidrBlock = z
  .string(CIDR_BLOCK_MESSAGE)
  .check(
    z.regex(new RegExp(`(?:${z.regexes.cidrv4.source})|(?:${z.regexes.cidrv6.source})`), CIDR_BLOCK_MESSAGE),
  );

const TIME_ZONE_MESSAGE = 'Time zone must be a name of the IANA database, such as Europe/Paris.';

export const timeZone = z
  .string(TIME_ZONE_MESSAGE)
  .check(
    z.regex(/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/, { error: TIME_ZONE_MESSAGE, abort: true }),
    z.refine(isTimeZone, TIME_ZONE_MESSAGE),
  );

const EMAIL_MESSAGE = 'Email address must have the form name@example.com.';

/** The domain is in ASCII, as SES requires: Punycode if it is internationalized. */
export const email = z
  .string(EMAIL_MESSAGE)
  .check(
    z.maxLength(LONGEST_ADDRESS, `Email address must have at most ${LONGEST_ADDRESS} characters.`),
    z.email({ pattern: ADDRESS, error: EMAIL_MESSAGE }),
    z.regex(WITH_DOMAIN, EMAIL_MESSAGE),
  );

// Without `\p{…}`, which few readers of the OpenAPI document understand. Only VISIBLE needs it, and isn't in there.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
const WITHOUT_CONTROLS = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$/;
const WELL_FORMED = /^(?:[^\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/;

/**
 * Text for people to read: trimmed, visible, and without control characters except line breaks and tabs.
 *
 * @param name what messages call the field
 */
export const prose = (name: string, longest: number) =>
  z.string(`${name} must be a string.`).check(
    z.regex(/\S/, { error: `${name} must contain visible text.`, abort: true }),
    z.refine((text) => VISIBLE.test(text), `${name} must contain visible text.`),
    // JSON Schema counts code points, `length` UTF-16 units.
    z.refine((text) => [...text].length <= longest, `${name} must have at most ${longest} characters.`),
    z.meta({ maxLength: longest }),
    z.regex(WITHOUT_CONTROLS, `${name} must not contain control characters.`),
    z.regex(WELL_FORMED, `${name} contains invalid Unicode.`),
    z.trim(),
  );

/** UTC, ISO 8601, with milliseconds. */
export const time = z.iso.datetime('Time must be an ISO 8601 date and time in UTC.');

const DURATION_MESSAGE =
  'Duration must be between 1 second and 7 days in ISO 8601 format, such as P3D, PT4H or P1DT12H.';

const below24 = '(?:[01]?\\d|2[0-3])';
const below60 = '[0-5]?\\d';
const below168 = '(?:\\d{1,2}|1[0-5]\\d|16[0-7])';
const below10080 = '(?:\\d{1,4}|100[0-7]\\d)';
const below604800 = '(?:\\d{1,5}|[1-5]\\d{5}|60[0-3]\\d{3}|604[0-7]\\d\\d)';

/** Up to seven days. Only the largest unit may exceed what carries over to the next: PT36H, but not P1DT36H. */
const DURATIONS = [
  '1W',
  '7D',
  `[0-6]D(?:T(?=\\d)(?:${below24}H)?(?:${below60}M)?(?:${below60}S)?)?`,
  `T${below168}H(?:${below60}M)?(?:${below60}S)?`,
  'T168H',
  `T${below10080}M(?:${below60}S)?`,
  'T10080M',
  `T${below604800}S`,
  'T604800S',
];

/** An ISO 8601 duration of 1 second to 7 days, the length of EC2's window. A pattern, so that OpenAPI can tell it. */
export const duration = z
  .string(DURATION_MESSAGE)
  .check(
    z.regex(new RegExp(`^P(?=.*[1-9])(?:${DURATIONS.join('|')})$`), { error: DURATION_MESSAGE, abort: true }),
  );

const DAYS_MESSAGE = 'Number of days must be between 1 and 365 in ISO 8601 format, such as P90D.';

/** A whole number of days, as an ISO 8601 duration. */
export const days = z
  .string(DAYS_MESSAGE)
  .check(z.regex(/^P(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])D$/, DAYS_MESSAGE));

/** The days of a duration that `days` has accepted. */
export const toDays = (text: string): number => parse(text).days ?? 0;

const LIFE_MESSAGE =
  'Duration must be between 1 hour and 1 year in ISO 8601 format, such as P30D, PT12H or P1DT12H.';

const from60Below525600 = '(?:[6-9]\\d|[1-9]\\d{2,4}|[1-4]\\d{5}|5[01]\\d{4}|52[0-4]\\d{3}|525[0-5]\\d\\d)';
const below8760 = '(?:[1-9]\\d{0,2}|[1-7]\\d{3}|8[0-6]\\d\\d|87[0-5]\\d)';
const below365 = '(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-4])';

/** Up to a year, which is 365 days. Months, which differ in length, are none. */
const LIVES = [
  '1Y',
  '(?:[1-9]|[1-4]\\d|5[0-2])W',
  `${below365}D(?:T(?=\\d)(?:${below24}H)?(?:${below60}M)?(?:${below60}S)?)?`,
  '365D',
  `T${below8760}H(?:${below60}M)?(?:${below60}S)?`,
  'T8760H',
  `T${from60Below525600}M(?:${below60}S)?`,
  'T525600M',
];

/** An ISO 8601 duration of 1 hour to 1 year: how long a connection may live. */
export const life = z
  .string(LIFE_MESSAGE)
  .check(z.regex(new RegExp(`^P(?:${LIVES.join('|')})$`), { error: LIFE_MESSAGE, abort: true }));

/** The seconds of a duration that `duration` or `life` has accepted. */
export const toSeconds = (text: string): number => {
  const { years = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parse(text);
  return (((years * 365 + weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
};

export { toDuration } from '../../domain/request/duration.ts';

const CURSOR_MESSAGE = 'Cursor must be the next_cursor of the previous page.';

/** An opaque position in a list. Its signature is verified when it is opened. */
export const cursor = z
  .string()
  .check(z.maxLength(2048, CURSOR_MESSAGE), z.regex(/^[\w-]+\.[\w-]+$/, CURSOR_MESSAGE));

/** How many items to return. Query parameters are strings; the OpenAPI document says what the string must contain. */
export const limit = z
  .string()
  .check(
    z.regex(/^(?:[1-9]\d?|100)$/, 'Limit must be a number from 1 to 100.'),
    z.meta({ type: 'integer', minimum: 1, maximum: 100 }),
  );

/** A number of things in a response. */
export const count = z.int().check(z.nonnegative());
