import { type Command, Option } from 'commander';
import { CONNECTION_STATUSES } from '../../functions/domain/connection/statuses.ts';
import { adoptConnection, listConnections } from '../../functions/edge/contract/connections.ts';
import type { AdoptedConnection, RegisteredConnection } from '../client/api-types.ts';
import { fieldsOf } from '../client/fields.ts';
import { UsageError } from '../errors.ts';
import { openSession } from '../session.ts';
import { adoptedList, connectionList } from '../views/connection-list.ts';
import { countOf } from '../views/count-of.ts';
import { addExamples } from './examples.ts';
import { followPages } from './follow-pages.ts';

type Options = {
  unmanaged?: boolean;
  status?: string;
  account?: string;
  vpc?: string;
  limit?: string;
  cursor?: string;
  all?: boolean;
};

type AdoptOptions = { allIn?: string; dryRun?: boolean; justification?: string; contactEmail?: string };

const addAdopt = (connections: Command): void => {
  const command = connections
    .command('adopt')
    .argument('[connection-ids...]', 'IDs of active connections, as shown by peerway connections')
    .summary('Take over active connections')
    .description(
      'Take over active connections that were created outside Peerway, so that it watches them like those requested here. Nothing changes in EC2. Only the network team can do this.',
    )
    .option('--all-in <account>', 'All active connections without a request that have a side in this account')
    .option('--justification <text>', 'Why the VPCs are connected')
    .option('--contact-email <email>', 'Whom to notify about them')
    .option('--dry-run', 'Only check what can be taken over');
  addExamples(command, 'peerway connections adopt --all-in 111111111111 --dry-run');
  command.action(async (given: string[], { allIn, ...options }: AdoptOptions) => {
    const { call, output } = openSession(command);
    const listed: RegisteredConnection[] = [];
    if (allIn) {
      const filter = { unmanaged: 'true', status: 'active', account_id: allIn };
      await followPages(
        async (cursor) => (await call(listConnections, { ...filter, cursor })).data,
        undefined,
        true,
        listed,
      );
    }
    const ids = [...new Set([...given, ...listed.map(({ id }) => id)])];
    if (ids.length === 0 && !allIn)
      throw new UsageError('Enter at least one connection ID, or use --all-in.');
    const items: AdoptedConnection[] = [];
    for (const connection_id of ids) {
      const { data } = await call(adoptConnection, { ...fieldsOf(options), connection_id });
      items.push(data);
    }
    output.show({ items }, adoptedList);
  });
};

export const addConnections = (program: Command): void => {
  const command = program
    .command('connections')
    .summary('List the connections in EC2, with and without a request')
    .description(
      'List the VPC peering connections that EC2 shows with a side in your account, also those that nobody requested through Peerway. The network team sees those of all accounts.',
    )
    .option('--unmanaged', 'Only connections that belong to no request')
    .addOption(
      new Option('--status <status>', 'Only connections with this status').choices(CONNECTION_STATUSES),
    )
    .option('--account <account>', 'Only connections with a side in this account')
    .option('--vpc <vpc>', 'Only connections with this VPC on either side')
    .option('--limit <number>', 'Maximum number of connections per page, from 1 to 100')
    .option('--cursor <cursor>', 'Page to start from: the next_cursor of the previous page')
    .option('--all', 'List all pages');
  addExamples(
    command,
    'peerway connections --unmanaged',
    'peerway connections --account 222222222222 --status pending-acceptance',
    'peerway connections --all --csv > connections.csv',
  );
  command.action(async ({ all = false, unmanaged, account, vpc, cursor: from, ...options }: Options) => {
    const { api, line, output } = openSession(command);
    const found: RegisteredConnection[] = [];
    const fields = {
      ...options,
      ...(unmanaged && { unmanaged: 'true' }),
      account_id: account,
      vpc_id: vpc,
    };
    const pages = line.during(
      () => `Listed ${countOf(found.length, 'connection')}…`,
      followPages(
        async (cursor) => (await api.call(listConnections, { ...fields, cursor })).data,
        from,
        all,
        found,
      ),
    );
    output.show(await pages, connectionList);
  });
  addAdopt(command);
};
