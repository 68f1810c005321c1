import { type Command, Option } from 'commander';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { list } from '../../functions/edge/contract/peering-requests.ts';
import type { PeeringRequest, RequestPage } from '../client/api-types.ts';
import { openSession, type Session } from '../client/session.ts';
import { requestList } from '../views/request-list.ts';
import { examples } from './examples.ts';
import { fieldsOf } from './fields.ts';

type ListOptions = { all?: boolean; cursor?: string };

export const addList = (program: Command): void => {
  const command = program
    .command('list')
    .summary('list requests')
    .description('Lists requests that your account is a side of; for the network team, all.')
    .addOption(new Option('--status <status>', 'with this status').choices(STATUSES))
    .option('--vpc-id <vpc>', 'with this VPC on either side')
    .option('--requester-owner-id <account>', 'with a requester VPC of this account')
    .option('--peer-owner-id <account>', 'with an accepter VPC of this account')
    .option('--expiring-within <duration>', 'whose window ends within an ISO 8601 duration, like P1D or PT4H')
    .addOption(new Option('--sort <order>', 'what comes first').choices(['newest', 'expiring']))
    .option('--limit <number>', 'at most so many to a page, from 1 to 100')
    .option('--cursor <cursor>', 'the next_cursor of the page before')
    .option('--all', 'all pages in one');
  examples(
    command,
    'peerway list --status pending-acceptance',
    'peerway list --expiring-within P1D --sort expiring',
    "peerway list --all --json | jq -r '.items[].id'",
  );
  command.action(async ({ all = false, ...options }: ListOptions) => {
    const session = openSession(command);
    const { line, output } = session;
    const found: PeeringRequest[] = [];
    const pages = line.during(() => `${found.length} requests so far…`, follow(session, options, all, found));
    output.show(await pages, requestList);
  });
};

/** Pages may be empty and have a next one: those are passed over even where one page is asked for. */
const follow = async (
  { api }: Session,
  options: ListOptions,
  all: boolean,
  found: PeeringRequest[],
): Promise<RequestPage> => {
  let cursor = options.cursor;
  do {
    const { data } = await api.call(list, { ...fieldsOf(options), cursor });
    found.push(...data.items);
    cursor = data.next_cursor ?? undefined;
  } while (cursor && (all || found.length === 0));
  return { items: found, next_cursor: cursor ?? null };
};
