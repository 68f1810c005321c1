import { mintReadOnly } from '../domain/links/mint-read-only.ts';
import type { Links } from '../domain/links/ports.ts';
import { digestMail } from '../domain/mail/network-team-mails.ts';
import type { Mailer } from '../domain/mail/ports.ts';
import { sendToNetworkTeam } from '../domain/mail/send-to-network-team.ts';
import { type DigestDeps, loadDigest } from '../domain/overview/digest.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import {
  boardUrl,
  clock,
  directory,
  links,
  lists,
  mailer,
  missingAccounts,
  networkTeamAddress,
  requests,
  reviews,
} from '../wiring.ts';

/** How many requests the mail is about; `mails` is 0 on a day without any. */
export type DigestReport = { expiring: number; ended: number; mails: number };

/** Sends the network team the requests that expire within 48 hours, and those that ended since yesterday. */
export const sendDigest = async (
  deps: DigestDeps & {
    links: Links;
    mailer: Mailer;
    networkTeamAddress: string;
    boardUrl: (token: string) => string;
  },
): Promise<DigestReport> => {
  const digest = await loadDigest(deps);
  const report = { expiring: digest.expiring.total.count, ended: digest.ended.total.count };
  if (
    report.expiring +
      report.ended +
      digest.drifted.total.count +
      digest.unreviewed.length +
      digest.nobody.length +
      digest.missing.new_count ===
    0
  )
    return { ...report, mails: 0 };
  const mails = await sendToNetworkTeam(async (person) => {
    const { token, expires_at } = await mintReadOnly({ purpose: 'board', person }, deps);
    return digestMail(digest, { url: deps.boardUrl(token), expires_at });
  }, deps);
  return { ...report, mails };
};

/** Every day at 07:00 UTC. */
export const handler = scheduleHandler('Digest', () =>
  sendDigest({
    requests: requests(),
    lists: lists(),
    reviews: reviews(),
    directory: directory(),
    missingAccounts: missingAccounts(),
    links: links(),
    mailer: countUnsentMails(mailer()),
    clock,
    networkTeamAddress: networkTeamAddress(),
    boardUrl,
  }),
);
