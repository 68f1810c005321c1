import { listNetworkTeam, type NetworkTeam } from '../directory/network-team.ts';
import type { ComposedMail } from './content.ts';
import type { Mailer } from './ports.ts';

/**
 * Sends everybody of the network team a mail. One address that fails neither keeps the others from it nor has them
 * mailed again.
 *
 * @returns how many were sent
 * @throws the first error if none was
 */
export const sendToNetworkTeam = async (
  compose: (person: string) => Promise<ComposedMail>,
  { mailer, ...team }: NetworkTeam & { mailer: Mailer },
): Promise<number> => {
  const people = await listNetworkTeam(team);
  const sent = await Promise.allSettled(
    people.map(async (to) => mailer.send({ to, ...(await compose(to)) })),
  );
  const failed = sent.filter((each) => each.status === 'rejected');
  if (failed.length === sent.length) throw failed[0]?.reason;
  return sent.length - failed.length;
};
