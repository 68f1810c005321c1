import { loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import { linkTo } from '../links/link-to.ts';
import type { Links } from '../links/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { type Stuck, stuckMail } from './network-team-mails.ts';
import type { Mailer } from './ports.ts';
import { sendOnce } from './send-once.ts';
import { listUnsentMails } from './unsent-mails.ts';

const DAY_MS = 86_400_000;

export type NotifyStuckDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  clock: Clock;
  networkTeamAddress: string;
  statusUrl: (token: string) => string;
};

/**
 * Notifies the network team of a stuck request, once a day.
 */
export const notifyStuck = async (
  request: PeeringRequest,
  stuck: Stuck,
  sentBy: string,
  deps: NotifyStuckDeps,
): Promise<PeeringRequest> => {
  const now = deps.clock();
  const to = deps.networkTeamAddress;
  return sendOnce(
    request,
    { kind: `stuck-${now.toISOString().slice(0, 10)}`, to, to_network_team: true },
    sentBy,
    async () => {
      const [accounts, token] = await Promise.all([
        loadAccounts(request, deps.directory),
        deps.links.mint({
          ...linkTo(request),
          purpose: 'view',
          person: to,
          expires_at: new Date(now.getTime() + DAY_MS).toISOString(),
        }),
      ]);
      const unsent = listUnsentMails(request, accounts.accepterAccount, now);
      return stuckMail({ request, ...accounts }, stuck, deps.statusUrl(token), unsent);
    },
    deps,
  );
};
