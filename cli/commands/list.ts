import { type Command, Option } from 'commander';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { list } from '../../functions/edge/contract/peering-requests.ts';
import type { RequestSummary } from '../client/api-types.ts';
import { fieldsOf } from '../client/fields.ts';
import { openSession } from '../session.ts';
import { countOf } from '../views/count-of.ts';
import { requestList } from '../views/request-list.ts';
import { parseDuration } from './duration-option.ts';
import { addExamples } from './examples.ts';
import { followPages } from './follow-pages.ts';

type ListOptions = { all?: boolean; cursor?: string };

/** The fewest calls read a whole list with it. */
const LARGEST_PAGE = '100';

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
    const fields = { ...(all && { limit: LARGEST_PAGE }), ...fieldsOf(options) };
    const pages = line.during(
      () => `Listed ${countOf(found.length, 'request')}…`,
      followPages(
        async (cursor) => (await session.api.call(list, { ...fields, cursor })).data,
        options.cursor,
        all,
        found,
      ),
    );
    output.show(await pages, requestList);
  });
};
