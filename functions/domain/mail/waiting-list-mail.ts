import type { WaitingList, WaitingRequest } from '../directory/waiting-list.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { formatShortTime } from '../wording/times.ts';
import { readVpcName } from '../wording/vpc-names.ts';
import { compose } from './compose.ts';
import type { ComposedMail, RequestLine } from './content.ts';
import { formatDeadline, shortPair } from './parts.ts';

export type ListedRequest = WaitingRequest & { url: string };

/** Lists to an approver what waits for them. Each `url` is a link for this approver alone. */
export const waitingListMail = async (
  listed: readonly ListedRequest[],
  { is_cut }: Pick<WaitingList, 'is_cut'>,
): Promise<ComposedMail> => {
  const [first] = listed;
  const { expires_at = '' } = first?.request ?? {};
  const zone = first?.accepterAccount?.time_zone;
  const count = `${is_cut ? 'more than ' : ''}${listed.length}`;
  const isOne = count === '1';
  const deadline = first ? formatDeadline(first.request, zone) : '';
  return compose({
    subject: `Approve ${count} ${isOne ? 'request' : 'requests, first'} by ${formatShortTime(expires_at, zone)}`,
    title: `${is_cut ? `More than ${listed.length}` : count} ${isOne ? 'request waits' : 'requests wait'} for your decision`,
    preview: `${isOne ? 'The' : 'The first'} deadline is ${deadline}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'neutral',
        text: `${isOne ? 'The' : 'The first'} deadline is ${deadline}. Nobody can accept a request after its deadline.`,
      },
      { kind: 'requests', lines: listed.map(toLine) },
      ...(is_cut
        ? ([
            {
              kind: 'paragraph',
              text: `This list has the ${listed.length} requests with the earliest deadlines. When you have decided them, request the list again.`,
            },
          ] as const)
        : []),
      {
        kind: 'paragraph',
        text: 'Going away? On the page of any of these requests, you can choose who decides instead.',
      },
      {
        kind: 'small',
        text: 'These links are personal: anyone with one of them can decide as you. Don’t forward this email.',
      },
    ],
    footer: 'You received this email because you chose “Mail me the list” on the page of a request.',
    people: [],
  });
};

const toLine = ({ url, ...context }: ListedRequest): RequestLine => {
  const { request, accepterAccount } = context;
  const names = (['requester', 'accepter'] as const).map((side) => readVpcName(request, side, 'accepter'));
  return {
    pair: shortPair(getAccountNames(context)),
    news: `deadline ${formatDeadline(request, accepterAccount?.time_zone)}`,
    ...(names.some(Boolean) && { names: names.map((name) => name ?? 'no Name tag').join(' → ') }),
    vpc: request.requester.vpc_id,
    peer: request.accepter.vpc_id,
    id: request.id,
    url,
  };
};
