import * as z from 'zod';
import { duration, toSeconds } from '../../functions/edge/contract/fields.ts';
import {
  accountId,
  accountName,
  certificateAuthorityFile,
  httpsUrl,
  integer,
  logDays,
  mailAddress,
  region,
  roleArn,
  text,
  timeZoneName,
  unlessMissing,
  usEast1Certificate,
} from './fields.ts';

const WINDOW_SECONDS = 7 * 86_400;

const iamAuthorization = z.strictObject({
  kind: z.literal('iam'),
  /**
   * The key of a tag with people's mail addresses, on their sessions or IAM users. If it is set, the rest of a
   * session's name must be the tag's value, so that people can't choose it. See docs/deploy.md for what that proves.
   */
  sessionNameTag: text(
    /^[\w.:/=+@-]{1,64}$/,
    'Must be the key of a tag: up to 64 letters, digits and the characters _ . : / = + @ -, such as email.',
  ).optional(),
});

/** Callers send a token of this issuer instead of an AWS signature. */
const jwtAuthorization = z.strictObject({
  kind: z.literal('jwt'),
  issuer: httpsUrl,
  audience: z.array(z.string().min(1)).min(1, 'Enter at least one audience, such as peerway.'),
  /** The claim that holds the caller's AWS account id. */
  accountClaim: z.string().min(1),
  /** The claim that holds the caller's groups. */
  groupsClaim: z.string().min(1),
  /**
   * `one-group`: a single text, which is compared whole. `groups-without-spaces`: a list. API Gateway passes a list
   * as the text `[one two]`, in which a group called `contractors of network-team` looks like three groups. Choose
   * it only if no group in the claim can have a space in its name, for example because the claim lists IDs.
   */
  groupsClaimHolds: z.enum(['one-group', 'groups-without-spaces'], {
    error:
      "Must be one-group if the claim is a single text, or groups-without-spaces if it's a list in which no name can contain a space.",
  }),
  /** The claim that holds the caller's mail address. With it, Peerway knows an approver who submits a request. */
  emailClaim: z.string().min(1).optional(),
  /** Whether the issuer verifies every address. If not, a token's address counts if `email_verified` is true. */
  emailIsVerified: z.boolean().default(false),
  /** Members of this group are the network team. */
  networkTeamGroup: text(/^[^[\]]+$/, 'Must not contain square brackets.'),
});

/** A distribution of CloudFront in front of the API, with AWS WAF. docs/deploy.md has its steps and its cost. */
const front = z.strictObject({
  /** How many requests an IP address can make in five minutes, on all routes together. */
  requestsPerAddress: integer(100, 1_000_000, 'Must be a whole number from 100 to 1000000, such as 300.'),
  /** The certificate that CloudFront shows to callers, for the domain's name. */
  certificateArn: usEast1Certificate,
  /** The certificate with which CloudFront proves to API Gateway that it is this distribution. */
  clientCertificateArn: usEast1Certificate,
  /**
   * The file of the authority that issued the client certificate, in PEM, relative to where you run `npm run synth`.
   * With it, only the distribution can connect to the API. Leave it out until DNS leads to the distribution.
   */
  certificateAuthority: certificateAuthorityFile.optional(),
});

export const configurationSchema = z.strictObject({
  /** The account and Region of the hub stack. */
  hub: z.strictObject({ accountId, region }),

  /** The Regions in which VPCs may be peered. */
  regions: z.array(region).min(1, 'Enter at least one Region, such as eu-central-1.'),

  /** If set, only principals of this organization can assume Peerway's roles. */
  organizationId: text(
    /^o-[a-z0-9]{10,32}$/,
    'Must be the ID of an AWS organization, such as o-exampleorgid.',
  ).optional(),

  /** Accounts that have the spoke stack and submit requests. The names are for the readers of this file. */
  memberAccounts: z
    .array(z.strictObject({ accountId, name: accountName }))
    .min(1, "Enter at least one member account, such as { accountId: '111111111111', name: 'payments' }."),

  /** Accounts without the spoke stack whose VPCs can be the accepter of a request. */
  otherPeerAccounts: z.array(accountId).default([]),

  /** Whether the spoke roles can peer only with the accounts above, or with any account. */
  peersOf: z.enum(['known-accounts', 'any-account']).default('known-accounts'),

  /**
   * Which of the hub's functions the member accounts' roles trust, and with what. With `upgrading` they also work for
   * a hub of version 0.1, until all accounts and the hub are updated: docs/upgrade.md says how.
   */
  memberRoles: z.enum(['separate', 'upgrading']).default('separate'),

  /** The external ID that the member accounts' roles require: one value for all accounts, and not a secret. */
  externalId: text(
    /^[\w+=,.@:/-]{2,1224}$/,
    'Must have 2 to 1224 of these characters: A-Z a-z 0-9 _ + = , . @ : / -, such as peerway-example.',
  ),

  /** Roles of the hub account that may see and do everything. */
  networkTeamRoleArns: z.array(roleArn).default([]),

  /** The recipient of the digest and of alerts about stuck requests. */
  networkTeamAddress: mailAddress,

  authorization: z
    .discriminatedUnion(
      'kind',
      [iamAuthorization, jwtAuthorization],
      unlessMissing('The kind of authorization must be iam or jwt.'),
    )
    .default({ kind: 'iam' }),

  mail: z.strictObject({
    sender: z.strictObject({
      name: text(
        /^[ .-]*\w[\w .-]*$/,
        'Must contain only letters, digits, spaces, underscores, dots and dashes, such as Peerway.',
      ),
      address: mailAddress,
    }),
    /**
     * `create` makes an SES identity of the sender's domain, and `existing` uses what the account has for the
     * address, its domain or a parent domain. Changing `create` to `existing` deletes the identity.
     */
    identity: z.enum(['create', 'existing']).default('create'),
    /** The Route 53 zone for the DKIM records of the sender's domain. Without it, you create the records. */
    hostedZone: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }).optional(),
    /**
     * The domains in which a request's contact may have an address, besides those of the requester account's people
     * in the directory. Subdomains are domains of their own. The default is the network team's domain.
     */
    contactDomains: z
      .array(
        z
          .hostname(unlessMissing('Must be a domain, such as example.com.'))
          .transform((domain) => domain.toLowerCase()),
      )
      .optional(),
    /** How many mails an hour Peerway sends on behalf of one requester account. The rest is sent later. */
    hourlyLimit: integer(
      1,
      1_000_000,
      'Must be a whole number of mails from 1 to 1000000, such as 200.',
    ).default(200),
  }),

  /** The API's custom domain name. Without it, the API has the address that API Gateway gives it. */
  domain: z
    .strictObject({
      name: z.hostname(unlessMissing('Must be a host name, such as peerway.network.example.com.')),
      certificateArn: text(
        /^arn:aws[a-z-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
        'Must be the ARN of an ACM certificate, such as arn:aws:acm:eu-central-1:999999999999:certificate/00000000-0000-4000-8000-000000000000.',
      ),
      /** The Route 53 zone for the alias record of the domain. Without it, you create the record. */
      hostedZone: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }).optional(),
      /** Limits how often an IP address calls the API. */
      front: front.optional(),
    })
    .optional(),

  /** The recipients of alarms. Each has to confirm the subscription once. */
  alarmAddresses: z.array(mailAddress).min(1, 'Enter at least one email address for alarms.'),

  /**
   * Whether the stack and its table are protected from deletion. Leave it off until the first deployment has
   * succeeded: CloudFormation can't roll back a protected table, and doesn't deploy over what failed.
   */
  deletionProtection: z.boolean(unlessMissing('Must be true or false.')).default(true),

  retention: z.strictObject({
    logDays,
    archive: z.strictObject({
      /** In `compliance` mode nobody can shorten the retention; in `governance` mode a permission allows it. */
      mode: z.enum(['governance', 'compliance']),
      days: integer(1, 36_500, 'Must be a whole number of days from 1 to 36500, such as 2557.'),
    }),
  }),

  /** When the network team gets its daily digest of deadlines and outcomes. */
  digest: z
    .strictObject({
      hour: integer(0, 23, 'Must be a whole hour from 0 to 23, such as 7.'),
      timeZone: timeZoneName,
    })
    .default({ hour: 7, timeZone: 'Etc/UTC' }),

  /**
   * How long before the deadline approvers are reminded, if the entry of their account doesn't say. Changing
   * this doesn't change existing entries.
   */
  reminderDefaults: z
    .array(
      duration.check(
        z.refine((text) => toSeconds(text) < WINDOW_SECONDS, 'Duration must be less than 7 days.'),
      ),
    )
    .min(
      1,
      "Enter at least one reminder, such as 'P3D'. An account that wants no reminders sets that in its own entry.",
    )
    .max(10, 'Enter at most 10 reminders.')
    .prefault(['P3D', 'P1D', 'PT4H'])
    .transform((reminders) => reminders.map(toSeconds)),

  /** Reviews of active connections, for accounts whose entry in the directory asks for them. */
  review: z
    .strictObject({
      /** How long after a review decides to remove a connection Peerway removes it. Until then it can be changed. */
      graceDays: integer(1, 14, 'Must be a whole number of days from 1 to 14, such as 3.').default(3),
    })
    .prefault({}),

  /**
   * How many approvers must at least accept a request whose submitter's mail address isn't verified, from 1 to 5. See
   * `authorization` for what verifies it. With 2, nobody can accept their own request alone.
   */
  unverifiedSubmitterApprovals: integer(1, 5, 'Must be a whole number from 1 to 5, such as 2.').default(1),

  /**
   * Connections created outside Peerway, to accounts whose entry in the directory has `pick_up`. Peerway waits for so
   * many minutes before it makes a request of one: most tools accept what they create within minutes.
   */
  pickUp: z
    .strictObject({
      graceMinutes: integer(0, 1440, 'Must be a whole number of minutes from 0 to 1440, such as 10.').default(
        10,
      ),
    })
    .prefault({}),

  /**
   * Whether the member accounts' roles may delete connections that Peerway didn't create: to withdraw and tear down
   * those that it picked up or that you took over.
   */
  deleteFound: z.boolean('Must be true or false.').default(false),

  /** The current EC2 quotas for VPC peering in the member accounts. */
  quotas: z
    .strictObject({
      pendingPerAccount: integer(
        1,
        Number.MAX_SAFE_INTEGER,
        'Must be a whole number of at least 1, such as 25.',
      ),
      activePerVpc: integer(1, 125, 'Must be a whole number from 1 to 125, such as 50.'),
      routesPerTable: integer(1, 1000, 'Must be a whole number from 1 to 1000, such as 500.').default(500),
    })
    .default({ pendingPerAccount: 25, activePerVpc: 50, routesPerTable: 500 }),

  /**
   * What Peerway may do in member accounts once a connection is active, for requests that ask for it and accounts
   * whose entry in the directory says `apply`. With both off, it only says what is left to do.
   */
  connect: z
    .strictObject({
      /** Create routes to the other VPC, and delete those that it created. */
      routes: z.boolean('Must be true or false.').default(false),
      /** Let DNS host names of one VPC resolve to private addresses in the other. */
      dnsResolution: z.boolean('Must be true or false.').default(false),
      /** The tag by which the owner of a route table lets Peerway change it. */
      managedTag: z
        .strictObject({
          key: text(
            /^(?!aws:)[\w.:/+@-]{1,128}$/,
            'Must be the key of a tag: up to 128 letters, digits and the characters _ . : / + @ -, such as peerway:routes.',
          ),
          value: text(
            /^[\w.:/+@-]{1,256}$/,
            'Must be the value of a tag: up to 256 letters, digits and the characters _ . : / + @ -, such as managed.',
          ),
        })
        .default({ key: 'peerway:routes', value: 'managed' }),
    })
    .prefault({}),

  /**
   * What one account can do, so that none starves the others: how many of its requests can wait for an outcome, and
   * how often it can submit or run a preflight in an hour. The network team has no hourly limit.
   */
  limits: z
    .strictObject({
      openRequestsPerAccount: integer(1, 5000, 'Must be a whole number from 1 to 5000, such as 150.').default(
        150,
      ),
      submissionsPerHour: integer(
        1,
        100_000,
        'Must be a whole number from 1 to 100000, such as 300.',
      ).default(300),
    })
    .prefault({}),

  /**
   * How many invocations of one task may call EC2 at the same time. `null` reserves no concurrency for any
   * function: use it in an account whose Lambda quota of concurrent executions is below 200.
   */
  ec2Concurrency: integer(1, 100, 'Must be a whole number from 1 to 100, such as 10, or null.')
    .nullable()
    .default(10),
});

/** The configuration in a file. */
export type ConfigurationInput = z.input<typeof configurationSchema>;

/** The parsed configuration, with defaults. */
export type Configuration = z.output<typeof configurationSchema>;
