import type { Command } from 'commander';
import type { ErrorCode } from '../../functions/domain/request/errors.ts';
import { adoptConnection, listConnections } from '../../functions/edge/contract/connections.ts';
import type { AdoptedConnection, RegisteredConnection } from '../client/api-types.ts';
import { fieldsOf } from '../client/fields.ts';
import { isTransient } from '../client/retry.ts';
import { RefusedError, UsageError } from '../errors.ts';
import { openSession, type Session } from '../session.ts';
import { adoptedLine } from '../views/connection-list.ts';
import { countOf } from '../views/count-of.ts';
import { bad } from '../views/paint.ts';
import { oneLine, printable, printableText } from '../views/printable.ts';
import { addExamples } from './examples.ts';
import { followPages } from './follow-pages.ts';

type AdoptOptions = { allIn?: string; dryRun?: boolean; justification?: string; contactEmail?: string };

export const addAdopt = (connections: Command): void => {
  const command = connections
    .command('adopt')
    .argument('[connection-ids...]', 'IDs of active connections, as shown by peerway connections')
    .summary('Take over active connections')
    .description(
      "Take over active connections that were created outside Peerway, so that it watches them like those requested here. Nothing changes in EC2. Only the network team can do this. Each one is reported as it happens. One that the API refuses doesn't stop the others, and the exit code is then 1.",
    )
    .option('--all-in <account>', 'All active connections without a request that have a side in this account')
    .option('--justification <text>', 'Why the VPCs are connected')
    .option('--contact-email <email>', 'Whom to notify about them')
    .option('--dry-run', 'Only check what can be taken over');
  addExamples(command, 'peerway connections adopt --all-in 111111111111 --dry-run');
  command.action(async (given: string[], { allIn, ...options }: AdoptOptions) => {
    if (given.length === 0 && !allIn)
      throw new UsageError('Enter at least one connection ID, or use --all-in.');
    const session = openSession(command);
    const ids = [...new Set([...given, ...(allIn ? await listAdoptable(session, allIn) : [])])];
    await adoptEach(session, ids, options);
  });
};

const listAdoptable = async ({ call }: Session, account_id: string): Promise<string[]> => {
  const listed: RegisteredConnection[] = [];
  const filter = { unmanaged: 'true', status: 'active', account_id };
  const read = async (cursor: string | undefined) =>
    (await call(listConnections, { ...filter, cursor })).data;
  await followPages(read, undefined, true, listed);
  return listed.map(({ id }) => id);
};

/** What is wrong with one connection says nothing about the others. */
const ABOUT_ONE: readonly ErrorCode[] = ['CONFLICT', 'NOT_FOUND', 'VALIDATION_ERROR'];

/** Whatever ends it early, what was taken over until then is on the output. */
const adoptEach = async (
  { call, output }: Session,
  ids: readonly string[],
  options: Omit<AdoptOptions, 'allIn'>,
): Promise<void> => {
  const items: AdoptedConnection[] = [];
  const not_adopted: { id: string; reason: string }[] = [];
  const errors: unknown[] = [];
  for (const [index, connection_id] of ids.entries()) {
    try {
      const { data } = await call(adoptConnection, { ...fieldsOf(options), connection_id });
      items.push(data);
      if (output.isData) process.stderr.write(`${adoptedLine(printable(data))}\n`);
      else output.line(data, adoptedLine);
    } catch (error) {
      not_adopted.push({ id: connection_id, reason: reasonOf(error) });
      const became = isTransient(error) && !options.dryRun ? 'may have been' : 'was not';
      process.stderr.write(`${bad(`${printableText(connection_id)} ${became} taken over`)}\n`);
      errors.push(error);
      if (error instanceof RefusedError && ABOUT_ONE.includes(error.code)) continue;
      not_adopted.push(...ids.slice(index + 1).map((id) => ({ id, reason: 'Not attempted.' })));
      break;
    }
  }
  output.show({ items, not_adopted }, () => summaryOf(items.length, ids.length, options));
  if (errors.length > 0) throw new AggregateError(errors);
};

const reasonOf = (error: unknown): string => {
  const message = error instanceof Error ? oneLine(error.message) : String(error);
  return error instanceof RefusedError ? `${error.code}: ${message}` : message;
};

const summaryOf = (adopted: number, of: number, { dryRun }: AdoptOptions): string =>
  of === 0
    ? 'No active connections without a request.'
    : `${adopted} of ${countOf(of, 'connection')} ${dryRun ? 'can be taken over' : 'taken over'}.`;
