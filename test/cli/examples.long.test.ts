import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../cli/program.ts';
import { hasEnded } from '../../functions/domain/request/status.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { ACROSS, ANALYTICS, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { packed } from './run-peerway.ts';

const ANNA = 'anna@analytics.example';

/** What `npm start` has besides its sample request, where a command needs something else. */
type State = 'none' | 'pending' | 'rejected' | 'ending';
const STATES: Record<string, State> = { submit: 'none', resubmit: 'rejected', extend: 'ending' };

/** The local stack has no S3, and so no copies of audit events. */
const NEEDS_AWS = / --archive /;

const helpOf = (command: Command): string => {
  let help = '';
  command.configureOutput({ writeOut: (part) => (help += part), getOutHasColors: () => false });
  command.outputHelp();
  return help;
};

/** A command's examples, each after the line that it needs. */
const examplesOf = (command: Command): { name: string; script: string }[] => {
  const [, ending = ''] = helpOf(command).split('Examples:\n');
  const lines = [...ending.matchAll(/^ {2}\$ ((?:.*\\\n)*.*)$/gm)].map(([, line = '']) => line);
  const setup = lines.find((line) => line.startsWith('ID='));
  return lines
    .filter((line) => line !== setup && !NEEDS_AWS.test(line))
    .map((line) => ({ name: line, script: line.includes('$ID') && setup ? `${setup}\n${line}` : line }));
};

const withCommands = (from: Command): Command[] => [from, ...from.commands.flatMap(withCommands)];

let journey: Journey;
let folder: string;
let launcher: string;
beforeAll(async () => {
  [journey, { launcher }] = await Promise.all([startJourney(), packed()]);
  folder = mkdtempSync(join(tmpdir(), 'peerway-examples-'));
  for (const path of [
    '.local/share/bash-completion/completions',
    '.zsh/completions',
    '.config/fish/completions',
  ]) {
    mkdirSync(join(folder, path), { recursive: true });
  }
});
afterAll(async () => {
  await journey.close();
  rmSync(folder, { recursive: true });
});

const openRequests = async (): Promise<RequestView[]> => {
  const { body } = await journey.call<{ items: RequestView[] }>(HUB, 'GET', '/peering-requests?limit=100');
  return body.success ? body.data.items.filter(({ status }) => !hasEnded(status)) : [];
};

/** Nobody has decided it. */
const isWaiting = ({ status, decision }: RequestView): boolean =>
  status === 'pending-acceptance' && !decision;

const arrange = async (state: State): Promise<unknown> => {
  // What the example before decided is carried out first.
  await journey.pass(60);
  const open = await openRequests();
  if (state === 'pending' && open.some(isWaiting)) return invokeFunction('schedules/update-register', {});
  for (const { id } of open) await journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(60);
  if (state === 'none') return undefined;
  const { id } = await journey.submit({ ...ACROSS, ...(state === 'ending' && { active_for: 'P30D' }) });
  if (state === 'ending') await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  if (state === 'rejected') await journey.decide(await journey.linkOf(ANNA, id), 'reject', 'Not this VPC.');
  await journey.pass(60);
  return invokeFunction('schedules/update-register', {});
};

/** Anna accepts whatever is pending. */
const acceptWhile = async (running: Promise<unknown>): Promise<void> => {
  let isOver = false;
  const over = running
    .catch(() => undefined)
    .then(() => {
      isOver = true;
    });
  while (!isOver) {
    await journey.pass(60);
    for (const request of await openRequests()) {
      if (isWaiting(request)) await journey.decide(await journey.linkOf(ANNA, request.id), 'accept');
    }
    await Promise.race([sleep(500), over]);
  }
};

const shell = (script: string, account: string) =>
  promisify(execFile)(
    'bash',
    ['-c', `set -euo pipefail\npeerway() { '${process.execPath}' '${launcher}' "$@"; }\n${script}`],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        PEERWAY_ENDPOINT: journey.endpoints.api,
        AWS_ACCESS_KEY_ID: account,
        AWS_SECRET_ACCESS_KEY: 'local',
      },
    },
  );

describe.each(
  withCommands(buildProgram()).map((command) => ({
    words: command.name(),
    summary: command.summary() + command.parent?.summary(),
    examples: examplesOf(command),
  })),
)('the examples of $words work as they are printed', ({ words, summary, examples }) => {
  const isApprovers = summary.includes('as an approver');
  const account = summary.includes('network team only')
    ? HUB
    : isApprovers
      ? `${ANALYTICS}-${ANNA}`
      : PAYMENTS;

  test.each(examples)('$name', async ({ script }) => {
    await arrange(STATES[words] ?? 'pending');
    const running = shell(script, account);
    if (/ watch | --wait/.test(script)) await acceptWhile(running);
    const { stdout, stderr } = await running;
    expect(stderr).not.toContain('error');
    // What is exported may go to a file, or be none.
    if (!/ > | export /.test(script)) expect(stdout).not.toMatch(/^(?:null\s*)?$/);
  });
});
