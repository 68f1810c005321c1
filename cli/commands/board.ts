import type { Command } from 'commander';
import { createBoardLink } from '../../functions/edge/contract/board-links.ts';
import { openSession } from '../client/session.ts';
import { faint } from '../views/paint.ts';
import { showTime } from '../views/time.ts';
import { examples } from './examples.ts';

export const addBoard = (program: Command): void => {
  const command = program
    .command('board')
    .summary('make a link to all open windows (the network team alone)')
    .description(
      'Makes a link to the board: every open window as a bar, what expires first at the top. It works for eight hours, for whoever has it. The network team alone.',
    );
  examples(command, 'peerway board', 'peerway board --json | jq -r .url');
  command.action(async () => {
    const { call, output } = openSession(command);
    const { data } = await call(createBoardLink);
    output.show(data, ({ url, expires_at }) => `${url}\n${faint(`works until ${showTime(expires_at)}`)}`);
  });
};
