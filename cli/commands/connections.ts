import { type Command, Option } from 'commander';
import { CONNECTION_STATUSES } from '../../functions/domain/connection/statuses.ts';
import { listConnections } from '../../functions/edge/contract/connections.ts';
import type { RegisteredConnection } from '../client/api-types.ts';
import { RefusedError } from '../errors.ts';
import { openSession } from '../session.ts';
import { connectionDetails, connectionList } from '../views/connection-list.ts';
import { countOf } from '../views/count-of.ts';
import { addAdopt } from './adopt.ts';
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
  addShow(command);
  addAdopt(command);
};

const addShow = (connections: Command): void => {
  const command = connections
    .command('show')
    .argument('<connection-id>', 'Connection ID, as shown by peerway connections')
    .summary('Show a connection')
    .description(
      'Show a connection in EC2 with a side in your account, and the request that it belongs to. The network team sees those of all accounts.',
    );
  addExamples(
    command,
    "ID=$(peerway connections --limit 1 --json | jq -r '.items[0].id')",
    'peerway connections show $ID',
  );
  command.action(async (connection_id: string) => {
    const { call, output } = openSession(command);
    const { items } = (await call(listConnections, { connection_id })).data;
    const [found] = items;
    if (!found) {
      const message = `Connection ${connection_id} was not found.`;
      throw new RefusedError(404, { error: { code: 'NOT_FOUND', message } }, { connection_id });
    }
    output.show(found, connectionDetails);
  });
};
