import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { connectRequest, getConnectivity } from '../../functions/edge/contract/connectivity.ts';
import type { Connectivity } from '../client/api-types.ts';
import { openSession, type Session } from '../session.ts';
import { connectivityReport } from '../views/connectivity.ts';
import { countOf } from '../views/count-of.ts';
import { printableText } from '../views/printable.ts';
import { confirm } from './confirm.ts';
import { addExamples, setId } from './examples.ts';

type ConnectOptions = { side?: Side; dryRun?: boolean; yes?: boolean };
type Side = 'requester' | 'accepter';

const SIDES = ['requester', 'accepter'] as const;

export const addConnect = (program: Command): void => {
  const command = program
    .command('connect')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Let Peerway connect your side')
    .description(
      'Let Peerway add the routes and turn on the DNS resolution that are missing in your account, after asking for confirmation. It never changes a route that it did not create. The network team connects both sides.',
    )
    .addOption(new Option('--side <side>', 'Only this side (default: all that are yours)').choices(SIDES))
    .option('--dry-run', 'Only show what would be done')
    .option('-y, --yes', 'Connect without asking');
  addExamples(
    command,
    setId(),
    'peerway connect $ID --dry-run',
    'peerway connect $ID --side requester --dry-run',
  );
  command.action(async (id: string, { side, dryRun = false, yes }: ConnectOptions) => {
    const session = openSession(command);
    const { call, output } = session;
    const input = { id, ...(side && { side }) };
    const { data: plan } = await call(connectRequest, { ...input, dry_run: true });
    if (dryRun) {
      output.show(plan, (clean) => connectivityReport(clean, 'cli'));
      return;
    }
    await confirm(questionOf(plan, side), yes ? { yes } : {});
    await call(connectRequest, input);
    const done = await waitUntilDone(session, id, side).catch((error: unknown) => {
      process.stderr.write(
        `Peerway is connecting your side. To see how far it is: peerway connectivity ${printableText(id)}\n`,
      );
      throw error;
    });
    output.show(done, (clean) => connectivityReport(clean, 'cli'));
  });
};

const stepsToDo = (found: Connectivity, side: Side | undefined) =>
  SIDES.filter((role) => (side ?? role) === role && found[role].mode === 'apply').flatMap((role) =>
    (found[role].steps ?? []).filter(({ finding }) => finding === 'missing'),
  );

const questionOf = (plan: Connectivity, side: Side | undefined): string => {
  const steps = stepsToDo(plan, side);
  const routes = steps.filter(({ kind }) => kind === 'route').length;
  const parts = [
    ...(routes > 0 ? [`add ${countOf(routes, 'route')}`] : []),
    ...(steps.length > routes ? ['turn on DNS resolution'] : []),
  ];
  return parts.length > 0
    ? `Let Peerway ${parts.join(' and ')}?`
    : 'Peerway found nothing that it could add. Agree to what is missing later?';
};

/** Each look counts against the account's limit. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 16_000];

/** The workflow works after the call, and EC2 shows what was written some seconds later. */
const waitUntilDone = async (
  { api, line }: Session,
  id: string,
  side: Side | undefined,
): Promise<Connectivity> => {
  const look = async () => (await api.call(getConnectivity, { id })).data;
  const wait = async (): Promise<Connectivity> => {
    let found = await look();
    for (const pauseMs of PAUSES_MS) {
      if (stepsToDo(found, side).length === 0) break;
      await pause(pauseMs);
      found = await look();
    }
    return found;
  };
  return line.during(() => 'Peerway is connecting…', wait());
};
