import type { Rule } from '../directory/document.ts';
import { type HeldBack, isWritten, type Ruling, type Undetermined, type Unseen } from '../directory/rules.ts';
import type { SideRole } from '../request/connect.ts';
import { cleanLine } from './user-text.ts';

/** `Rule dev-to-shared accepts this request: Development may use what is shared.` */
export const describeRule = ({ name, because }: Pick<Rule, 'name' | 'because'>, does: string): string =>
  `Rule ${name} ${does}: ${cleanLine(because)}`;

const THEN = {
  accept: 'accepts such requests, but can’t accept this one',
  ask: 'requires your decision on such requests',
  refuse: 'refuses such requests since this one was submitted',
} as const satisfies Record<Rule['then'], string>;

/** For those who decide: `Rule payments-data requires your decision on such requests`. The rule's sentence follows. */
export const describeHeldRule = ({ name, then }: Pick<Rule, 'name' | 'then'>): string =>
  `Rule ${name} ${THEN[then]}`;

const WHAT = { cidr_blocks: 'the CIDR blocks', tags: 'the tags' } as const satisfies Record<
  Unseen['what'],
  string
>;

/**
 * `Peerway can’t say whether rule dev-to-dev matches, because it can’t see the tags of vpc-….`
 *
 * @param nameOf what people call the VPC of a side
 */
export const describeUndetermined = (
  { rule, unseen, asks }: Undetermined,
  nameOf: (side: SideRole) => string,
): string => {
  const what = new Set(unseen.map((each) => `${WHAT[each.what]} of ${nameOf(each.side)}`));
  const required = asks ? ' So the approvals that it would require are required too.' : '';
  return `Peerway can’t say whether rule ${rule.name} matches, because it can’t see ${[...what].join(' and ')}.${required}`;
};

const HELD_BACK = {
  'no-role': 'Peerway has no role in the accepter account',
  undetermined: 'an earlier rule may match instead',
  'too-long': 'the request asks for a connection that lives longer than the rule allows',
} as const satisfies Record<HeldBack, string>;

/** Why a rule that accepts doesn't accept this request. */
const describeHeldBack = ({ name }: Rule, held_back: HeldBack): string =>
  `Rule ${name} doesn’t accept this request, because ${HELD_BACK[held_back]}: the approvers are asked.`;

const DOES = {
  accept: 'accepts this request',
  ask: 'requires approval of this request',
  refuse: 'refuses this request',
} as const satisfies Record<Rule['then'], string>;

/** What becomes of a request, and why. */
export const describeRuling = ({ rule, then, held_back }: Ruling): string => {
  if (!rule) return 'No rule of the directory matches this request: the account’s approvers are asked.';
  if (held_back) return describeHeldBack(rule, held_back);
  if (!isWritten(rule)) return 'The account accepts requests from the requester’s account automatically.';
  return describeRule(rule, DOES[then]);
};
