import { acceptElsewhere } from '../connection/accept-elsewhere.ts';
import type { Accounts } from '../directory/accounts.ts';
import type { Decision, PeeringRequest, Side } from '../request/peering-request.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeArn } from '../wording/actors.ts';
import { describeTimeLeft, formatUtc } from '../wording/times.ts';
import type { Block, SideBlock } from './content.ts';

/** What every mail about a request is made from. */
export type MailContext = Accounts & { request: PeeringRequest; now: Date };

/** Begins alike for all mails of a request, so that they stand together, and ends with what finds them. */
export const subject = (context: MailContext, news: string): string => {
  const { requester, accepter } = getAccountNames(context);
  return `VPC peering ${requester} → ${accepter}: ${news} [${context.request.id}]`;
};

export const footer = ({ request }: MailContext, why: string): string =>
  [`Request ${request.id}`, request.vpc_peering_connection_id, why].filter(Boolean).join(' · ');

export const vpcs = (context: MailContext): Block => {
  const { requester, accepter, cidr_blocks } = context.request;
  const names = getAccountNames(context);
  return {
    kind: 'vpcs',
    requester: side('Requester', names.requester, requester, cidr_blocks?.requester),
    accepter: side('Accepter', names.accepter, accepter, cidr_blocks?.accepter),
  };
};

const side = (
  role: string,
  name: string,
  { vpc_id, owner_id, region }: Side,
  blocks: readonly string[] | undefined,
): SideBlock => ({
  role,
  name,
  details: [
    `${vpc_id} in ${region}`,
    `account ${owner_id}`,
    blocks ? `CIDR blocks ${blocks.join(', ')}` : 'CIDR blocks that Peerway may not see',
  ],
});

export const justification = ({ request }: MailContext): Block => ({
  kind: 'quote',
  by: `Why, in the words of ${describeArn(request.submitted_by)}`,
  text: request.justification,
});

export const comment = ({ comment: text, by }: Decision): Block[] =>
  text ? [{ kind: 'quote', by: `${by.id} writes`, text }] : [];

/** `undefined` only while EC2 has not told the end of the window. */
export const until = ({ request: { expires_at }, now }: MailContext): string =>
  expires_at
    ? `${formatUtc(expires_at)}, ${describeTimeLeft(expires_at, now) ?? 'no time'} from now`
    : 'a time not known yet';

/** What the preflight found, the good in one sentence. */
export const checks = ({ request: { preflight } }: MailContext): Block[] => {
  const open = preflight.filter(({ result }) => result !== 'pass');
  if (preflight.length === 0) return [];
  const passed = `${preflight.length - open.length} of ${preflight.length} checks passed when it was submitted`;
  if (open.length === 0)
    return [{ kind: 'paragraph', text: `${passed}: no address of one VPC overlaps the other.` }];
  return [
    { kind: 'paragraph', text: `${passed}. To be known:` },
    { kind: 'list', items: open.map(({ message }) => message) },
  ];
};

export const instructions = ({ request }: MailContext): Block[] => {
  const { console, accept, terraform } = acceptElsewhere(request);
  return [
    { kind: 'subheading', text: 'Accept it in your own account' },
    {
      kind: 'paragraph',
      text: `Peerway has no role in account ${request.accepter.owner_id}, so it cannot accept for you. Do it in one of these ways; Peerway finds it there and tells the requester.`,
    },
    { kind: 'code', label: 'In the console', code: console },
    { kind: 'code', label: 'On the command line', code: accept },
    { kind: 'code', label: 'In Terraform', code: terraform },
  ];
};
