import { getAccountNames } from '../wording/account-names.ts';
import { shorten } from '../wording/user-text.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import { footer, type MailContext, subject, vpcs } from './parts.ts';

/** Tells the network team of a request that does not go on. `url` shows how it stands. */
export const stuckMail = async (context: MailContext, why: string, url: string): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const { request } = context;
  return compose({
    subject: subject(context, 'Stuck'),
    title: `Stuck: ${requester} → ${accepter}`,
    preview: why,
    blocks: [
      { kind: 'callout', tone: 'bad', text: `This request does not go on: ${why}.` },
      {
        kind: 'facts',
        rows: [
          ['Status', request.status],
          ['Connection', request.vpc_peering_connection_id ?? 'none yet'],
          ['Execution', request.execution_name ?? request.id],
        ],
      },
      {
        kind: 'paragraph',
        text: 'The record is kept, and the workflow is started again every quarter of an hour. The execution’s history in Step Functions names the error.',
      },
      vpcs(context),
      { kind: 'button', label: 'See the request', url },
    ],
    footer: footer(context, 'The network team is told once a day for as long as it lasts.'),
  });
};

/** One line of a digest: which request, and what there is to say of it. */
export type DigestLine = { pair: string; id: string; news: string };

export type Digest = { expiring: readonly DigestLine[]; ended: readonly DigestLine[] };

const LONGEST_LIST = 50;

/** The day's news for the network team. */
export const digestMail = async ({ expiring, ended }: Digest): Promise<ComposedMail> => {
  const windows = expiring.length === 1 ? '1 window ends' : `${expiring.length} windows end`;
  const summary = `${windows} within 48 hours, ${ended.length} ended since yesterday`;
  return compose({
    subject: `Peerway today: ${summary}`,
    title: 'Peering requests today',
    preview: summary,
    blocks: [
      ...section('Ends within 48 hours', expiring, 'No window ends within 48 hours.'),
      ...section('Came to an outcome since yesterday', ended, 'Nothing ended since yesterday.'),
      { kind: 'paragraph', text: 'All open windows: peerway board' },
    ],
    footer: 'Sent to the network team once a day, on days on which there is something to say.',
  });
};

const section = (title: string, lines: readonly DigestLine[], none: string): Block[] => [
  { kind: 'subheading', text: title },
  lines.length === 0
    ? { kind: 'paragraph', text: none }
    : {
        kind: 'list',
        items: [
          ...lines
            .slice(0, LONGEST_LIST)
            .map(({ pair, id, news }) => shorten(`${pair}: ${news} (${id})`, 300)),
          ...(lines.length > LONGEST_LIST ? [`and ${lines.length - LONGEST_LIST} more`] : []),
        ],
      },
];
