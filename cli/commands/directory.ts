import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { verifyChain } from '../../functions/domain/request/audit.ts';
import {
  getDirectory,
  listAccountEvents,
  listDirectoryEvents,
  putDirectory,
} from '../../functions/edge/contract/directory.ts';
import { parseEndpoint } from '../client/endpoint.ts';
import { readDirectoryFile } from '../directory/read-file.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { type GlobalOptions, openSession, type Session } from '../session.ts';
import { type DirectoryEvent, historyText } from '../views/directory-history.ts';
import { appliedText, planText } from '../views/directory-plan.ts';
import { confirm } from './confirm.ts';
import { addDirectoryTest } from './directory-test.ts';
import { addExamples } from './examples.ts';

export const addDirectory = (program: Command): void => {
  const directory = program
    .command('directory')
    .summary('Keep the whole account directory as a file (network team only)')
    .description(
      'Keep the whole account directory as a file of YAML or JSON: defaults, groups, accounts, rules and absences. Only the network team can use these commands.',
    );
  addApply(directory);
  addDirectoryTest(directory);
  addExport(directory);
  addHistory(directory);
  addExamples(
    directory,
    'peerway directory export --out directory.yaml',
    'peerway directory apply --file directory.yaml --dry-run',
  );
};

type ApplyOptions = { file?: string; dryRun?: boolean; yes?: boolean; prune?: boolean };

const addApply = (directory: Command): void => {
  const command = directory
    .command('apply')
    .summary('Make the directory as a file says')
    .description(
      'Make the directory as a file says. It shows what would change, asks, and changes all of it or nothing. If somebody else changes the directory meanwhile, it stops.',
    )
    .option('-f, --file <file>', 'File of YAML or JSON, or - for the standard input (required)')
    .option('--dry-run', 'Only show what would change; exit with 2 if something would')
    .option('-y, --yes', 'Apply without asking')
    .option('--prune', "Also remove what the file doesn't name (absences only if it names some)");
  addExamples(
    command,
    'peerway directory apply --file directory.yaml --dry-run',
    'peerway directory apply --file directory.yaml --yes --prune',
  );
  command.action(async (options: ApplyOptions) => {
    if (options.file === undefined) throw new UsageError('--file is required.');
    if (options.file === '-' && !options.yes && !options.dryRun) {
      throw new UsageError(
        "Can't prompt while the file comes from the standard input. Use --yes to confirm.",
      );
    }
    const session = openSession(command);
    const file = await readDirectoryFile(options.file);
    try {
      await apply(session, file.directory, options);
    } catch (error) {
      throw file.explain(error);
    }
  });
};

const apply = async (
  { call, output }: Session,
  directory: object,
  { dryRun, yes, prune = false }: ApplyOptions,
): Promise<void> => {
  const { data: plan } = await call(putDirectory, { directory, prune, dry_run: true });
  if (dryRun || plan.changes.length === 0) {
    output.show(plan, planText);
    if (plan.changes.length > 0) process.exitCode = EXIT.changes;
    return;
  }
  if (!output.isData) output.show(plan, planText);
  else if (!yes) process.stderr.write(`${planText(plan)}\n\n`);
  await confirm('Apply these changes?', { yes: yes ?? false });
  const { data } = await call(putDirectory, { directory, prune, version: plan.version });
  // If the first answer was lost, the second has no changes: the first call made them.
  output.show({ ...data, changes: plan.changes }, (applied) => `\n${appliedText(applied)}`);
};

const addExport = (directory: Command): void => {
  const command = directory
    .command('export')
    .summary('Write the directory as a file')
    .description(
      'Write the directory as a file of YAML, or of JSON with --json. To apply it changes nothing.',
    )
    .option('-o, --out <file>', 'File to write (default: the standard output)');
  addExamples(
    command,
    'peerway directory export --out directory.yaml',
    'peerway directory export --json | jq .groups',
  );
  command.action(async ({ out }: { out?: string }) => {
    const session = openSession(command);
    const { data } = await session.call(getDirectory);
    const options = command.optsWithGlobals<GlobalOptions>();
    if (out === undefined && session.output.isData && (options.json || options.output || options.query)) {
      session.output.show(data.directory, () => '');
      return;
    }
    const { stringify } = await import('yaml');
    const { url } = parseEndpoint(options.endpoint ?? process.env['PEERWAY_ENDPOINT']);
    const content = out?.endsWith('.json')
      ? `${JSON.stringify(data.directory, null, 2)}\n`
      : `# yaml-language-server: $schema=${url}/directory.schema.json\n${stringify(data.directory)}`;
    if (out === undefined) process.stdout.write(content);
    else await writeFile(out, content);
  });
};

const addHistory = (directory: Command): void => {
  const command = directory
    .command('history')
    .argument('[account-id]', '12-digit account ID (default: the whole directory)')
    .summary('Show who changed the directory')
    .description("Show who changed the directory, or an account's entry: when, from where, and what.")
    .option('--verify', "Verify the hashes of all changes on this machine; exit with 1 if they aren't valid");
  addExamples(command, 'peerway directory history --verify', 'peerway directory history 222222222222');
  command.action(async (accountId: string | undefined, { verify }: { verify?: boolean }) => {
    const session = openSession(command);
    // A part of a chain proves nothing.
    const { head, events } = await fetchHistory(session, verify ? undefined : accountId);
    const verification = verify ? verifyChain(events, head) : null;
    session.output.show({ events: eventsOf(events, accountId), verification }, historyText);
    if (verification && !verification.valid) process.exitCode = EXIT.refused;
  });
};

const fetchHistory = async (
  { call }: Session,
  account_id: string | undefined,
): Promise<{ head: string; events: DirectoryEvent[] }> => {
  const events: DirectoryEvent[] = [];
  const fields = { limit: '100', ...(account_id && { account_id }) };
  let cursor: string | undefined;
  for (;;) {
    const contract = account_id === undefined ? listDirectoryEvents : listAccountEvents;
    const { data } = await call(contract, { ...fields, ...(cursor && { cursor }) });
    events.push(...data.events);
    if (data.next_cursor === null) return { head: data.head, events };
    cursor = data.next_cursor;
  }
};

const eventsOf = (events: DirectoryEvent[], accountId: string | undefined): DirectoryEvent[] => {
  if (accountId === undefined) return events;
  return events.flatMap((event) => {
    const changes = event.changes.filter(({ what, name }) => what === 'account' && name === accountId);
    return changes.length > 0 ? [{ ...event, changes }] : [];
  });
};
