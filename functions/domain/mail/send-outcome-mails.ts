import { explainFailure } from '../connection/explain-failure.ts';
import type { Vpcs } from '../connection/ports.ts';
import { accountsOf } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import type { Links } from '../links/ports.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { peopleAsked, timesAskedAtMost } from './due-mails.ts';
import { isWhatTheyDecided, outcomeMail, type Reader, type ToldOutcome } from './outcome-mails.ts';
import type { Mailer } from './ports.ts';
import { isSettled, type Post, sendOnce, skipOnce } from './send-once.ts';

export type SendOutcomeMailsDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  vpcs: Pick<Vpcs, 'describe'>;
  clock: Clock;
  statusUrl: (token: string) => string;
};

/**
 * Tells the requester, and the approvers who had been asked, how a request ended, or that it is active. Who
 * decided just that knows it.
 *
 * @returns the record then, and whether everybody has been told
 */
export const sendOutcomeMails = async (
  request: PeeringRequest,
  sentBy: string,
  deps: SendOutcomeMailsDeps,
): Promise<{ request: PeeringRequest; all_told: boolean }> => {
  const posts = postsOf(request);
  if (posts.every((post) => isSettled(request, post))) return { request, all_told: true };
  let latest = await explained(request, sentBy, deps);
  const told = await whatToTell(latest, deps);
  for (const post of posts) {
    const { to } = post;
    latest =
      to === whoKnows(request)
        ? await skipOnce(latest, post, 'they decided it', sentBy, deps.requests)
        : await sendOnce(
            latest,
            post,
            sentBy,
            async () => outcomeMail(told, await readerOf(to, told, deps)),
            deps,
          );
  }
  return { request: latest, all_told: posts.every((post) => isSettled(latest, post)) };
};

const postsOf = (request: PeeringRequest): Post[] => {
  const { contact_email, status } = request;
  const people = new Set([...(contact_email ? [contact_email] : []), ...peopleAsked(request)]);
  return [...people].map((to) => ({ kind: `outcome-${status}`, to }));
};

const whoKnows = ({ decision, status }: PeeringRequest): string | undefined =>
  decision && isWhatTheyDecided(decision.kind, status) ? decision.by.id : undefined;

/** Looks why a request failed, once, and keeps what it found: the requester's page tells it too. */
const explained = async (
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

const whatToTell = async (request: PeeringRequest, deps: SendOutcomeMailsDeps): Promise<ToldOutcome> => {
  const accounts = await accountsOf(request, deps.directory);
  const asked = { people: peopleAsked(request), times: timesAskedAtMost(request) };
  return { request, ...accounts, now: deps.clock(), asked };
};

const readerOf = async (
  person: string,
  { request, now }: ToldOutcome,
  { links, statusUrl }: SendOutcomeMailsDeps,
): Promise<Reader> => {
  if (person !== request.contact_email) return { is: 'approver' };
  const expires_at = request.expires_at ?? now.toISOString();
  return {
    is: 'requester',
    url: statusUrl(await links.mint({ request_id: request.id, purpose: 'view', person, expires_at })),
  };
};
