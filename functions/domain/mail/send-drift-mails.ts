import type { ConnectSettings } from '../connectivity/left-to-do.ts';
import { loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import { linkTo } from '../links/link-to.ts';
import type { Links } from '../links/ports.ts';
import type { SideRole } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { listBothSides } from './both-sides.ts';
import { type DriftContext, type DriftReader, driftMail } from './drift-mails.ts';
import type { Mailer } from './ports.ts';
import { isSettled, sendOnce } from './send-once.ts';

export type SendDriftMailsDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  connectSettings: ConnectSettings;
  clock: Clock;
  statusUrl: (token: string) => string;
};

/** Notifies both sides' people of the change of connectivity that is on the record, once. */
export const sendDriftMails = async (
  request: PeeringRequest,
  sentBy: string,
  deps: SendDriftMailsDeps,
): Promise<PeeringRequest> => {
  const { connectivity } = request;
  if (!connectivity) return request;
  // SES takes no colon in a tag.
  const kind = `drift-${Date.parse(connectivity.since)}`;
  const accounts = await loadAccounts(request, deps.directory);
  let latest = request;
  for (const { to, side } of listBothSides(request, accounts.accepterAccount)) {
    const delivery = { kind, to };
    if (isSettled(latest, delivery)) continue;
    const context: DriftContext = { request: latest, ...accounts, connectSettings: deps.connectSettings };
    const content = async () => driftMail(context, await describeReader(to, side, request, deps));
    latest = await sendOnce(latest, delivery, sentBy, content, deps);
  }
  return latest;
};

const describeReader = async (
  person: string,
  side: SideRole,
  request: PeeringRequest,
  { links, clock, statusUrl }: SendDriftMailsDeps,
): Promise<DriftReader> => {
  if (side === 'accepter') return { side };
  const expires_at = clock().toISOString();
  return {
    side,
    url: statusUrl(await links.mint({ ...linkTo(request), purpose: 'view', person, expires_at })),
  };
};
