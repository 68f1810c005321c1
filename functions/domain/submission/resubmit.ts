import { requireFormToken } from '../links/form-token.ts';
import { isContacts, type OpenedRequest, type OpenLinkDeps, openLink, viewerOf } from '../links/open-link.ts';
import { ForbiddenError } from '../request/errors.ts';
import type { PeeringRequest, RequestId, Side } from '../request/peering-request.ts';
import { hasEnded } from '../request/status.ts';
import type { Applicant } from './preflight/applicant.ts';
import type { Preflight } from './preflight/preflight.ts';
import { type Submitted, submit } from './submit.ts';

/** EC2's window, which hasn't opened yet, lasts a week. */
const WINDOW_MS = 7 * 86_400_000;

export type ResubmitDeps = OpenLinkDeps & {
  newId: () => RequestId;
  preflight: (requester: Side, accepter: Side, applicant: Applicant) => Promise<Preflight>;
};

/** The new request, unless this form had already created it, and the token of the requester's link to it. */
export type Resubmitted = { request?: PeeringRequest; token: string };

/** Whether the link's owner is the request's contact and the request has ended. Others may only view it. */
export const mayResubmit = (opened: OpenedRequest): boolean =>
  hasEnded(opened.request.status) && isContacts(opened);

/**
 * Whether the open request between the two VPCs is the one that this request was resubmitted as, and the link's owner
 * is the contact of both: then they may have a link to it.
 */
export const mayOpenNew = (
  { link, request }: OpenedRequest,
  holder: PeeringRequest | undefined,
): holder is PeeringRequest =>
  holder !== undefined &&
  !hasEnded(holder.status) &&
  holder.resubmitted_from === request.id &&
  isContacts({ link, request }) &&
  link.person === holder.contact_email;

/**
 * Submits an ended request's content as a new request, for a requester who uses their link. The same form creates
 * only one request. If it was resubmitted already, they get a link to the new request.
 *
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form, and the errors of `submit`
 */
export const resubmit = async (
  token: string,
  presentedToken: string,
  source_ip: string,
  deps: ResubmitDeps,
): Promise<Resubmitted> => {
  const { link, request: ended } = await openLink(token, 'view', deps);
  requireFormToken(link, presentedToken);
  if (!mayResubmit({ link, request: ended })) {
    throw new ForbiddenError('Only the requester can resubmit a request, and only after it has ended.');
  }
  const { requester, accepter, justification, contact_email, submitted_by, submitter_address, connect } =
    ended;
  const linkTo = (request_id: RequestId, expires_at: string) =>
    deps.links.mint({ request_id, purpose: 'view', person: link.person, expires_at });
  const inAWeek = new Date(deps.clock().getTime() + WINDOW_MS).toISOString();
  const holder = await deps.requests.holderOf(requester.vpc_id, accepter.vpc_id);
  if (mayOpenNew({ link, request: ended }, holder)) {
    return { token: await linkTo(holder.id, holder.expires_at ?? inAWeek) };
  }
  const { answer, request }: Submitted<{ id: RequestId }> = await submit(
    {
      requester,
      accepter,
      justification,
      ...(contact_email && { contact_email }),
      ...(connect && { connect }),
      resubmitted_from: ended.id,
    },
    {
      arn: submitted_by,
      ...(submitter_address && { address: submitter_address }),
      viewer: viewerOf({ link, request: ended }),
      actor: { kind: 'requester', id: link.person },
      source_ip,
      idempotency: { caller: `link of ${ended.id}`, key: presentedToken },
    },
    { ...deps, answerOf: ({ id }) => ({ id }) },
  );
  await deps.links.renewForms(token, link);
  return {
    ...(request && { request }),
    token: await linkTo(answer.id, inAWeek),
  };
};
