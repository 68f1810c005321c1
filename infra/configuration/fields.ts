import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { email, prose, timeZone } from '../../functions/edge/contract/fields.ts';

/** Schemas of the configuration's single values. */

/** An error that leaves a missing value to load-configuration.ts. */
export const unlessMissing = (message: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? undefined : message),
});

export const text = (pattern: RegExp, message: string) =>
  z.string(unlessMissing(message)).regex(pattern, message);

export const integer = (least: number, most: number, message: string) =>
  z.int(unlessMissing(message)).min(least, message).max(most, message);

export const accountId = text(
  /^\d{12}$/,
  "Must be an AWS account ID of 12 digits in quotes, such as '999999999999'.",
);

export const region = text(
  /^(?!us-iso|eu-iso)[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/,
  'Must be the code of a Region, such as eu-central-1.',
);

/** The functions get these ARNs as one text, separated by commas. */
export const roleArn = text(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=.@/-]+$/,
  'Must be the ARN of an IAM role, such as arn:aws:iam::999999999999:role/NetworkTeam, without a comma.',
);

export const mailAddress = z
  .string(unlessMissing('Must be an email address, such as network-team@example.com.'))
  .pipe(email);

/** A role's description contains it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const accountName = text(
  /^[ -~\u00a1-\u00ff]*$/,
  "Must contain only Latin-1 characters, which IAM requires in a role's description, such as payments.",
).pipe(prose('Name', 100));

/** The retention periods that CloudWatch Logs supports. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const LOG_DAYS_MESSAGE = `Must be a retention period of CloudWatch Logs, in days: ${LOG_DAYS.join(', ')}.`;

export const logDays = z
  .int(unlessMissing(LOG_DAYS_MESSAGE))
  .refine((value) => LOG_DAYS.includes(value), LOG_DAYS_MESSAGE);

export const httpsUrl = z.url({
  protocol: /^https$/,
  ...unlessMissing('Must be a URL that begins with https://, such as https://login.example.com/.'),
});

const TIME_ZONE_MESSAGE = 'Must be the name of an IANA time zone, such as Europe/Berlin.';

export const timeZoneName = z
  .string(unlessMissing(TIME_ZONE_MESSAGE))
  .refine((name) => timeZone.safeParse(name).success, TIME_ZONE_MESSAGE);

export const usEast1Certificate = text(
  /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
  'Must be the ARN of an ACM certificate in us-east-1, such as arn:aws:acm:us-east-1:999999999999:certificate/00000000-0000-4000-8000-000000000000.',
);

const isCertificateAuthority = (file: string): boolean => {
  try {
    return new X509Certificate(readFileSync(file)).ca;
  } catch {
    return false;
  }
};

export const certificateAuthorityFile = z
  .string()
  .refine(
    isCertificateAuthority,
    'Must be a file with the certificate of a certificate authority in PEM, such as front-ca.pem.',
  );
