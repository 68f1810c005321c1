import * as z from 'zod/mini';
import { ADDRESS, LONGEST_ADDRESS } from '../../domain/request/person.ts';
import { cidrBlock, life, prose, region } from './fields.ts';

const GROUP_NAME = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';

const GROUP_MESSAGE =
  'Group name must have 1 to 64 letters, digits, hyphens, underscores and dots, such as network-eu.';

export const groupName = z.string(GROUP_MESSAGE).check(z.regex(new RegExp(`^${GROUP_NAME}$`), GROUP_MESSAGE));

const RULE_MESSAGE = 'Rule name must have 1 to 64 letters, digits, hyphens and dots, such as dev-to-shared.';

/** Without underscores and spaces: on the trail, `auto_accept_from` and `review_unanswered` are rules of an entry. */
const ruleName = z.string(RULE_MESSAGE).check(z.regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, RULE_MESSAGE));

const PERSON_MESSAGE =
  'Person must be an email address such as name@example.com, or a group such as group:network-eu.';

/** An email address, or `group:` and the name of a group of people. */
export const personOrGroup = z
  .string(PERSON_MESSAGE)
  .check(
    z.maxLength(LONGEST_ADDRESS, PERSON_MESSAGE),
    z.regex(
      new RegExp(`^group:${GROUP_NAME}$|^(?=.*@.+\\..)${ADDRESS.source.replace(/^\^|\$$/g, '')}$`),
      PERSON_MESSAGE,
    ),
  );

const ACCOUNT_MESSAGE =
  'Account must be a 12-digit ID in quotes, such as "111111111111", or a group such as group:development.';

/** An account ID, or `group:` and the name of a group of accounts. */
export const accountOrGroup = z
  .string(ACCOUNT_MESSAGE)
  .check(z.regex(new RegExp(`^(?:\\d{12}|group:${GROUP_NAME})$`), ACCOUNT_MESSAGE));

const MOST = 100;

/** @param what messages call the list */
const listOf = <Item extends z.ZodMiniType>(what: string, item: Item) =>
  z
    .array(item, `${what} must be a list.`)
    .check(
      z.minLength(1, `${what} must have at least 1 item.`),
      z.maxLength(MOST, `${what} must have at most ${MOST} items.`),
    );

const MOST_TAGS = 50;
const TAG_KEY_MESSAGE = 'Tag keys must have 1 to 128 characters.';
const TAG_VALUE_MESSAGE = 'Tag values must be text of at most 256 characters.';
const TAGS_MESSAGE = `Tags must be at most ${MOST_TAGS} keys with their values.`;
const NO_TAGS_MESSAGE = 'Tags must have at least 1 key.';

/** Those of a VPC, as EC2 allows them. */
export const vpcTags = z
  .record(
    z.string(TAG_KEY_MESSAGE).check(z.minLength(1, TAG_KEY_MESSAGE), z.maxLength(128, TAG_KEY_MESSAGE)),
    z.string(TAG_VALUE_MESSAGE).check(z.maxLength(256, TAG_VALUE_MESSAGE)),
    TAGS_MESSAGE,
  )
  .check(
    z.refine((given) => Object.keys(given).length <= MOST_TAGS, TAGS_MESSAGE),
    z.meta({ maxProperties: MOST_TAGS }),
  );

/** Those that a rule asks about. */
const tags = vpcTags.check(
  z.refine((given) => Object.keys(given).length > 0, NO_TAGS_MESSAGE),
  z.meta({ minProperties: 1 }),
);

export const ruleCondition = z.strictObject(
  {
    requester_accounts: z.optional(listOf('Requester accounts', accountOrGroup)),
    peer_accounts: z.optional(listOf('Peer accounts', accountOrGroup)),
    requester_regions: z.optional(listOf('Requester Regions', region)),
    peer_regions: z.optional(listOf('Peer Regions', region)),
    same_region: z.optional(z.boolean('Same Region must be true or false.')),
    cidr_blocks: z.optional(listOf('CIDR blocks', cidrBlock)),
    requester_tags: z.optional(tags),
    peer_tags: z.optional(tags),
    asks_for_routes: z.optional(z.boolean('Asks for routes must be true or false.')),
  },
  'Conditions must be an object. {} matches every request.',
);

const APPROVALS_MESSAGE = 'Required approvals must be a whole number from 1 to 5.';

export const rule = z.strictObject(
  {
    name: ruleName,
    when: ruleCondition,
    then: z.enum(['accept', 'ask', 'refuse'], 'Then must be accept, ask or refuse.'),
    required_approvals: z.optional(
      z.int(APPROVALS_MESSAGE).check(z.gte(1, APPROVALS_MESSAGE), z.lte(5, APPROVALS_MESSAGE)),
    ),
    approvers: z.optional(
      z
        .array(personOrGroup, 'Approvers must be a list of email addresses and groups.')
        .check(
          z.minLength(1, 'There must be at least 1 approver.'),
          z.maxLength(20, 'There must be at most 20 approvers.'),
        ),
    ),
    longest_active_for: z.optional(life),
    because: prose('Because', 500),
  },
  'A rule must be an object.',
);

/** In order. */
export const rules = z
  .array(rule, 'Rules must be a list.')
  .check(z.maxLength(MOST, `There must be at most ${MOST} rules.`));
