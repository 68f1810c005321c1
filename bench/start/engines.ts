import { readFile } from 'node:fs/promises';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { startClock } from '../../local/clock.ts';
import { startDynamodb } from '../../local/dynamodb.ts';
import { startInbox } from '../../local/inbox.ts';
import { HUB_ACCOUNT_ID, HUB_REGION } from '../../local/seed.ts';
import { startStates } from '../../local/states/server.ts';

/** Starts the engines of `npm start` without Peerway, and prints a line when each of them responds. */
const definition = JSON.parse(
  await readFile(new URL('../../statemachine/peering-request.asl.json', import.meta.url), 'utf8'),
) as StateMachineDefinition;
const engines = await Promise.all([
  startDynamodb(),
  startInbox(),
  startStates({
    clock: startClock(),
    region: HUB_REGION,
    accountId: HUB_ACCOUNT_ID,
    stateMachines: [{ name: 'peering-request', definition }],
    invoke: () => Promise.reject(new Error('This bench runs no functions.')),
  }),
]);
await Promise.all(engines.map(({ url }) => fetch(url)));
process.stdout.write('up\n');
process.once('SIGTERM', () => process.exit(0));
