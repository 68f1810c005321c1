import { loadAccounts } from '../directory/accounts.ts';
import { listNetworkTeam } from '../directory/network-team.ts';
import type { Directory } from '../directory/ports.ts';
import { linkTo } from '../links/link-to.ts';
import type { Links } from '../links/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { ComposedMail } from './content.ts';
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

/** Notifies the network team of a stuck request, once a day. */
export const notifyStuck = async (
  request: PeeringRequest,
  stuck: Stuck,
  sentBy: string,
  deps: NotifyStuckDeps,
): Promise<PeeringRequest> => {
  const now = deps.clock();
  const kind = `stuck-${now.toISOString().slice(0, 10)}`;
  let latest = request;
  for (const to of await listNetworkTeam(deps)) {
    const content = () => compose(latest, stuck, to, deps);
    latest = await sendOnce(latest, { kind, to, to_network_team: true }, sentBy, content, deps);
  }
  return latest;
};

const compose = async (
  request: PeeringRequest,
  stuck: Stuck,
  person: string,
  deps: NotifyStuckDeps,
): Promise<ComposedMail> => {
  const now = deps.clock();
  const [accounts, token] = await Promise.all([
    loadAccounts(request, deps.directory),
    deps.links.mint({
      ...linkTo(request),
      purpose: 'view',
      person,
      expires_at: new Date(now.getTime() + DAY_MS).toISOString(),
    }),
  ]);
  const unsent = listUnsentMails(request, accounts.accepterAccount, now);
  return stuckMail({ request, ...accounts }, stuck, deps.statusUrl(token), unsent);
};
