import { type Command, Option } from 'commander';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { list } from '../../functions/edge/contract/peering-requests.ts';
import type { RequestPage, RequestSummary } from '../client/api-types.ts';
import { fieldsOf } from '../client/fields.ts';
import { openSession, type Session } from '../session.ts';
import { countOf } from '../views/count-of.ts';
import { requestList } from '../views/request-list.ts';
import { parseDuration } from './duration-option.ts';
import { addExamples } from './examples.ts';

type ListOptions = { all?: boolean; cursor?: string };

export const addList = (program: Command): void => {
  const command = program
    .command('list')
    .summary('List requests')
    .description(
      'List the requests whose requester or accepter VPC is in your account. The network team sees all requests.',
    )
    .addOption(new Option('--status <status>', 'Only requests with this status').choices(STATUSES))
    .option('--vpc-id <vpc>', 'Only requests with this VPC on either side')
    .option('--requester-owner-id <account>', 'Only requests with a requester VPC in this account')
    .option('--peer-owner-id <account>', 'Only requests with an accepter VPC in this account')
    .option(
      '--expiring-within <duration>',
      'Only requests whose deadline is within this duration, such as 3d or 4h, or P3D in ISO 8601 format',
      parseDuration,
    )
    .addOption(new Option('--sort <order>', 'Sort order').choices(['newest', 'expiring']))
    .option('--limit <number>', 'Maximum number of requests per page, from 1 to 100')
    .option('--cursor <cursor>', 'Page to start from: the next_cursor of the previous page')
    .option('--all', 'List all pages');
  addExamples(
    command,
    'peerway list --status pending-acceptance',
    'peerway list --expiring-within 3d --sort expiring',
    "peerway list --all --json | jq -r '.items[].id'",
  );
  command.action(async ({ all = false, ...options }: ListOptions) => {
    const session = openSession(command);
    const { line, output } = session;
    const found: RequestSummary[] = [];
    const pages = line.during(
      () => `Listed ${countOf(found.length, 'request')}…`,
      follow(session, options, all, found),
    );
    output.show(await pages, requestList);
  });
};

/** An empty page can have a next page: those are skipped even when one page is requested. */
const follow = async (
  { api }: Session,
  options: ListOptions,
  all: boolean,
  found: RequestSummary[],
): Promise<RequestPage> => {
  let cursor = options.cursor;
  do {
    const { data } = await api.call(list, { ...fieldsOf(options), cursor });
    found.push(...data.items);
    cursor = data.next_cursor ?? undefined;
  } while (cursor && (all || found.length === 0));
  return { items: found, next_cursor: cursor ?? null };
};
