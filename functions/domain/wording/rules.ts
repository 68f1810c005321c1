import type { Rule } from '../directory/document.ts';
import type { HeldBack, Undetermined, Unseen } from '../directory/rules.ts';
import type { Sides } from '../request/peering-request.ts';
import { cleanLine } from './user-text.ts';

/** `Rule dev-to-shared accepts this request: Development may use what is shared.` */
export const describeRule = ({ name, because }: Pick<Rule, 'name' | 'because'>, does: string): string =>
  `Rule ${name} ${does}: ${cleanLine(because)}`;

const THEN = {
  accept: 'accepts such requests, but can’t accept this one',
  ask: 'has you decide such requests',
  refuse: 'refuses such requests since this one was submitted',
} as const satisfies Record<Rule['then'], string>;

/** For those who decide: `Rule payments-data has you decide such requests`. The rule's sentence follows. */
export const describeHeldRule = ({ name, then }: Pick<Rule, 'name' | 'then'>): string =>
  `Rule ${name} ${THEN[then]}`;

const WHAT = { cidr_blocks: 'the CIDR blocks', tags: 'the tags' } as const satisfies Record<
  Unseen['what'],
  string
>;

/** `Peerway can’t say whether rule dev-to-dev matches, because it can’t see the tags of vpc-….` */
export const describeUndetermined = ({ rule, unseen }: Undetermined, sides: Sides): string => {
  const what = new Set(unseen.map((each) => `${WHAT[each.what]} of ${sides[each.side].vpc_id}`));
  return `Peerway can’t say whether rule ${rule.name} matches, because it can’t see ${[...what].join(' and ')}.`;
};

const HELD_BACK = {
  'no-role': 'Peerway has no role in the accepter account',
  undetermined: 'an earlier rule may match instead',
  'too-long': 'the request asks for a connection that lives longer than the rule allows',
} as const satisfies Record<HeldBack, string>;

/** Why a rule that accepts doesn't accept this request. */
export const describeHeldBack = ({ name }: Rule, held_back: HeldBack): string =>
  `Rule ${name} doesn’t accept this request, because ${HELD_BACK[held_back]}: the approvers are asked.`;
