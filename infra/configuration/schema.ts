import * as z from 'zod';
import { duration, secondsOf } from '../../functions/edge/contract/fields.ts';

/** What AWS numbers and names look like, each with the sentence for what does not. */
const accountId = z.string().regex(/^\d{12}$/, 'An AWS account id has twelve digits, in quotes.');

const region = z
  .string()
  .regex(
    /^(?!cn-|us-gov-|us-iso)[a-z]{2}-[a-z]+-\d$/,
    'This is no Region of the partition aws: say eu-central-1.',
  );

const roleArn = z
  .string()
  .regex(
    /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'A role ARN reads arn:aws:iam::999999999999:role/NetworkTeam.',
  );

const mailAddress = z.email('This is no mail address.');

const days = (most: number) =>
  z.int('Days are a whole number.').min(1, 'At least one day.').max(most, `At most ${most} days.`);

const WINDOW_SECONDS = 7 * 86_400;

/** The retention periods that CloudWatch Logs knows. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const httpsUrl = z.url({ protocol: /^https$/, error: 'The issuer is an address that begins with https://.' });

const iamAuthorization = z.strictObject({
  kind: z.literal('iam'),
});

/** Callers bring a token of this issuer instead of an AWS signature. */
const jwtAuthorization = z.strictObject({
  kind: z.literal('jwt'),
  issuer: httpsUrl,
  audience: z.array(z.string().min(1)).min(1, 'Name at least one audience.'),
  /** The claim that holds the caller's AWS account id. */
  accountClaim: z.string().min(1),
  /** The claim that holds the caller's groups. */
  groupsClaim: z.string().min(1),
  /** Members of this group are the network team. API Gateway hands groups on with blanks between them. */
  networkTeamGroup: z
    .string()
    .regex(/^[^\s,[\]]+$/, 'A group’s name has no blanks, commas or square brackets: take its id.'),
});

export const configurationSchema = z.strictObject({
  /** Where the hub stack lives. */
  hub: z.strictObject({ accountId, region }),

  /** The Regions in which VPCs may be peered. */
  regions: z.array(region).min(1, 'Name at least one Region.'),

  /** With it, roles are open to this organization's principals alone. */
  organizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, 'An organization id reads o-exampleorgid.')
    .optional(),

  /** Accounts that have the spoke stack and submit requests. */
  memberAccounts: z
    .array(z.strictObject({ accountId, name: z.string().min(1) }))
    .min(1, 'Name at least one member account.'),

  /** Accounts without our roles whose VPCs may be asked for. */
  otherPeerAccounts: z.array(accountId).default([]),

  /** Whether the spoke roles can peer with the accounts above alone, or with any. */
  peersOf: z.enum(['known-accounts', 'any-account']).default('known-accounts'),

  /** What the member accounts' roles ask of the hub: one value for all, and no secret. */
  externalId: z
    .string()
    .regex(
      /^[\w+=,.@:/-]{2,1224}$/,
      'An external id has 2 to 1224 of these characters: A-Z a-z 0-9 _ + = , . @ : / -',
    ),

  /** Roles of the hub account whose sessions see and do everything. */
  networkTeamRoleArns: z.array(roleArn).default([]),

  /** Where the digest and what is escalated go. */
  networkTeamAddress: mailAddress,

  authorization: z.discriminatedUnion('kind', [iamAuthorization, jwtAuthorization]).default({ kind: 'iam' }),

  mail: z.strictObject({
    sender: z.strictObject({
      name: z.string().regex(/^[\w .-]+$/, 'Letters, digits, blanks, dots and dashes.'),
      address: mailAddress,
    }),
    /** The Route 53 zone of the sender's domain, which gets the DKIM records; without it you set them. */
    hostedZone: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }).optional(),
  }),

  /** The API's own name; without it, API Gateway's. */
  domain: z
    .strictObject({
      name: z.hostname('This is no host name.'),
      certificateArn: z
        .string()
        .regex(/^arn:aws:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/, 'This is no certificate ARN of ACM.'),
      /** The Route 53 zone that gets the alias; without it you set it. */
      hostedZone: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }).optional(),
    })
    .optional(),

  /** Who is mailed when something is wrong. Each confirms the subscription once. */
  alarmAddresses: z.array(mailAddress).min(1, 'Name at least one address for alarms.'),

  retention: z.strictObject({
    logDays: z
      .int()
      .refine(
        (value) => LOG_DAYS.includes(value),
        `CloudWatch Logs keeps logs for one of: ${LOG_DAYS.join(', ')} days.`,
      ),
    archive: z.strictObject({
      /** `compliance`: nobody shortens it, not even the root user. `governance`: who has the permission may. */
      mode: z.enum(['governance', 'compliance']),
      days: days(36_500),
    }),
  }),

  /** When, every day, the network team is told what ends soon and what ended. */
  digest: z
    .strictObject({
      hour: z.int().min(0, 'Hours go from 0 to 23.').max(23, 'Hours go from 0 to 23.'),
      timeZone: z.string().refine(isTimeZone, 'This is no time zone: say Europe/Berlin.'),
    })
    .default({ hour: 7, timeZone: 'Etc/UTC' }),

  /**
   * How long before the window's end approvers are reminded, where the entry of their account does not say. An
   * entry keeps what it was put with.
   */
  reminderDefaults: z
    .array(duration(WINDOW_SECONDS - 1))
    .min(1, 'Name at least one reminder; an account that wants none says so in its entry.')
    .max(10, 'At most ten reminders.')
    .prefault(['P3D', 'P1D', 'PT4H'])
    .transform((reminders) => reminders.map(secondsOf)),

  /** EC2's VPC peering quotas as they stand in the member accounts. */
  quotas: z
    .strictObject({ pendingPerAccount: z.int().min(1), activePerVpc: z.int().min(1).max(125) })
    .default({ pendingPerAccount: 25, activePerVpc: 50 }),

  /**
   * How many of one task may ask EC2 at once. `null` reserves no concurrency for any function: for accounts in
   * which Lambda's quota of concurrent executions is below 200.
   */
  ec2Concurrency: z.int().min(1).max(100).nullable().default(10),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** As it is written in a file. */
export type ConfigurationInput = z.input<typeof configurationSchema>;

/** As the stacks read it. */
export type Configuration = z.output<typeof configurationSchema>;
