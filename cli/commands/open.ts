import type { Command } from 'commander';
import { createLink } from '../../functions/edge/contract/peering-requests.ts';
import { openSession } from '../session.ts';
import { showReadingLink } from '../views/links.ts';
import { addExamples, setId } from './examples.ts';
import { openInBrowser } from './open-in-browser.ts';

export const addOpen = (program: Command): void => {
  const command = program
    .command('open')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary("Open a request's page in your browser")
    .description(
      "Create a link to a request's page and open it in your browser. The page shows the request's deadline on a timeline, its VPCs and its history, and can't change anything. The link works for eight hours, for anyone who has it: don't share it. Without a terminal, the link is only printed.",
    )
    .option('--no-browser', 'Print the link, and open no browser');
  addExamples(
    command,
    setId(),
    'peerway open $ID',
    'peerway open $ID --no-browser',
    'peerway open $ID --json | jq -r .url',
  );
  command.action(async (id: string, { browser }: { browser: boolean }) => {
    const { call, output } = openSession(command);
    const { data } = await call(createLink, { id });
    output.show(data, showReadingLink);
    if (!browser || output.isData || !process.stdout.isTTY) return;
    if (!(await openInBrowser(data.url))) {
      process.stderr.write("Peerway couldn't open a browser here. Open the link yourself.\n");
    }
  });
};
