import { randomUUID } from 'node:crypto';
import { createInConsole } from './actions.ts';
import { always, command, type HistoryCommand } from './command.ts';
import type { PairIndex } from './history.ts';
import { wordsOf } from './people-commands.ts';

/** A tool creates the connection with EC2 alone; while one is pending or active, EC2 answers with that. */
export const apply = (pair: PairIndex): HistoryCommand =>
  command(`terraform apply for ${pair}`, always, async (model, history) => {
    await history.pass(0.001);
    const { justification, contact_email } = wordsOf(history.pairs[pair].vpc_owner_id, randomUUID());
    await createInConsole(history, pair, {
      'peerway:justification': justification,
      ...(contact_email && { 'peerway:contact': contact_email }),
    });
    model.asked.add(pair);
    model.isOutside = true;
  });

/** The schedule looks into all accounts, and makes requests of what it finds. */
export const round: HistoryCommand = command('the register is updated', always, async (_, history) => {
  await history.pass(0.001);
  await history.updateRegister();
});
