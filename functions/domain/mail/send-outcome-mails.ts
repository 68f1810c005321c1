import { explainFailure } from '../connection/explain-failure.ts';
import type { Vpcs } from '../connection/ports.ts';
import type { ConnectSettings } from '../connectivity/left-to-do.ts';
import type { SecurityGroups } from '../connectivity/ports.ts';
import { recordStaleRules } from '../connectivity/record-stale-rules.ts';
import { type Accounts, loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import { linkTo } from '../links/link-to.ts';
import type { Links } from '../links/ports.ts';
import type { EventRoute } from '../request/audit.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { countMostNotifications, listNotifiedApprovers } from './due-mails.ts';
import { isWhatTheyDecided, type OutcomeContext, outcomeMail, type Reader } from './outcome-mails.ts';
import type { Mailer } from './ports.ts';
import { type Delivery, findUnsent, isSettled, sendOnce, skipOnce } from './send-once.ts';

export type SendOutcomeMailsDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  vpcs: Pick<Vpcs, 'describe'>;
  securityGroups: SecurityGroups;
  connectSettings: ConnectSettings;
  clock: Clock;
  statusUrl: (token: string) => string;
};

/**
 * Notifies the requester and the approvers who had been notified of the request that it ended or is active. Whoever
 * decided this outcome is skipped.
 *
 * @returns the record after that, whether every mail is sent or given up, and the addresses that missed one
 */
export const sendOutcomeMails = async (
  request: PeeringRequest,
  sentBy: string,
  deps: SendOutcomeMailsDeps,
): Promise<{ request: PeeringRequest; is_settled: boolean; missed: string[] }> => {
  const deliveries = listDeliveries(request);
  if (deliveries.every((delivery) => isSettled(request, delivery))) return resultOf(request, deliveries);
  let latest = await recordExplanation(request, sentBy, deps);
  const accounts = await loadAccounts(latest, deps.directory);
  latest = await recordStaleRules(latest, accounts, sentBy, deps);
  const context = await loadContext(latest, accounts, deps);
  for (const delivery of deliveries) {
    const { to } = delivery;
    latest =
      to === findDecider(request)
        ? await skipOnce(latest, delivery, 'the recipient made the decision', sentBy, deps.requests)
        : await sendOnce(
            latest,
            delivery,
            sentBy,
            async () => outcomeMail(context, await describeReader(to, context, deps)),
            deps,
          );
  }
  return resultOf(latest, deliveries);
};

const resultOf = (request: PeeringRequest, deliveries: readonly Delivery[]) => ({
  request,
  is_settled: deliveries.every((delivery) => isSettled(request, delivery)),
  missed: deliveries.filter((delivery) => findUnsent(request, delivery)).map(({ to }) => to),
});

const listDeliveries = (request: PeeringRequest): Delivery[] => {
  const { contact_email, status } = request;
  const people = new Set([...(contact_email ? [contact_email] : []), ...listNotifiedApprovers(request)]);
  return [...people].map((to) => ({ kind: `outcome-${status}`, to }));
};

/** An approver whose side isn't connected yet has something to do all the same. */
const findDecider = ({ decision, status, connectivity }: PeeringRequest): string | undefined => {
  const isLeftToDo = status === 'active' && connectivity && connectivity.accepter.state !== 'connected';
  return decision && !isLeftToDo && isWhatTheyDecided(decision.kind, status) ? decision.by.id : undefined;
};

/** Finds out why a request failed, once, and records it: the requester's page shows it too. */
const recordExplanation = async (
  request: PeeringRequest,
  sentBy: string,
  { requests, vpcs }: SendOutcomeMailsDeps,
): Promise<PeeringRequest> => {
  if (request.status !== 'failed' || request.explanation) return request;
  const explanation = await explainFailure(request, vpcs);
  const overlaps = explanation.overlaps.map((pair) => ` ${pair.requester} overlaps ${pair.accepter}.`);
  return commitLatest(requests, request, (latest) =>
    latest.explanation
      ? undefined
      : {
          set: { explanation },
          entry: {
            type: 'failure-explained',
            actor: { kind: 'workflow', id: sentBy },
            reason: `${explanation.cause}${overlaps.join('')}`,
          },
        },
  );
};

const loadContext = async (
  request: PeeringRequest,
  accounts: Accounts,
  deps: SendOutcomeMailsDeps,
): Promise<OutcomeContext> => {
  const notified = { people: listNotifiedApprovers(request), times: countMostNotifications(request) };
  const removed_routes = await listRemovedRoutes(request, deps);
  return { request, ...accounts, notified, removed_routes, connectSettings: deps.connectSettings };
};

/** Only the trail has them: a record forgets the routes that are gone. */
const listRemovedRoutes = async (
  { id, status, consents }: PeeringRequest,
  { requests }: SendOutcomeMailsDeps,
): Promise<EventRoute[]> => {
  if (status !== 'deleted' || !consents) return [];
  const events = await requests.events(id);
  return events.flatMap(({ type, routes = [] }) => (type === 'routes-removed' ? routes : []));
};

const describeReader = async (
  person: string,
  { request }: OutcomeContext,
  { links, clock, statusUrl }: SendOutcomeMailsDeps,
): Promise<Reader> => {
  if (person !== request.contact_email) return { is: 'approver', person };
  const expires_at = request.expires_at ?? clock().toISOString();
  return {
    is: 'requester',
    person,
    url: statusUrl(await links.mint({ ...linkTo(request), purpose: 'view', person, expires_at })),
  };
};
