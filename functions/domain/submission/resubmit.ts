import { requireFormToken } from '../links/form-token.ts';
import { linkTo } from '../links/link-to.ts';
import {
  findLink,
  getLinkedWith,
  isContacts,
  type OpenedRequest,
  type OpenLinkDeps,
  viewerOf,
} from '../links/open-link.ts';
import { ForbiddenError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { PeeringRequest, RequestId, Side, Sides } from '../request/peering-request.ts';
import { hasEnded } from '../request/status.ts';
import { WINDOW_MS } from '../request/window.ts';
import type { Applicant } from './preflight/applicant.ts';
import type { Begun } from './preflight/begin-preflight.ts';
import type { Preflight } from './preflight/preflight.ts';
import { type Submitted, submitNew } from './submit.ts';

export type ResubmitDeps = OpenLinkDeps & {
  newId: () => RequestId;
  beginPreflight: (sides: Sides, viewer: Viewer) => Promise<Begun>;
  preflight: (requester: Side, accepter: Side, applicant: Applicant, begun: Begun) => Promise<Preflight>;
  startWorkflow: (request: PeeringRequest) => Promise<void>;
};

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

/** Whether EC2 showed, when this request was submitted, that the requester's account owns its VPC: no VPC changes hands. */
export const isOwnershipKnown = ({ cidr_blocks }: PeeringRequest): boolean =>
  cidr_blocks?.requester !== undefined;

/**
 * Submits an ended request's content as a new request, for a requester who uses their link, and starts its workflow.
 * The same form creates only one request. If it was resubmitted already, they get a link to the new request.
 *
 * @returns the token of a link to the new request
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form, and the errors of `submit`
 */
export const resubmit = async (
  token: string,
  presentedToken: string,
  source_ip: string,
  deps: ResubmitDeps,
): Promise<string> => {
  const link = await findLink(token, 'view', deps);
  // Only the contact of a request that has ended is shown this form, so it may use their account's budget.
  requireFormToken(link, presentedToken, 'resubmit');
  const [ended, begun] = await getLinkedWith(link, deps.requests, (sides) =>
    deps.beginPreflight(sides, { account_id: sides.requester.owner_id }),
  );
  const opened = { link, request: ended };
  if (!mayResubmit(opened)) {
    throw new ForbiddenError('Only the requester can resubmit a request, and only after it has ended.');
  }
  const { requester, accepter, justification, contact_email, submitted_by, submitter_address } = ended;
  const { connect, active_for } = ended;
  const mint = (to: Sides & { id: RequestId; expires_at?: string }) =>
    deps.links.mint({
      ...linkTo(to),
      purpose: 'view',
      person: link.person,
      expires_at: to.expires_at ?? new Date(deps.clock().getTime() + WINDOW_MS).toISOString(),
    });
  if (mayOpenNew(opened, begun.holder)) return mint(begun.holder);
  const { answer, request }: Submitted<{ id: RequestId }> = await submitNew(
    {
      requester,
      accepter,
      justification,
      ...(contact_email && { contact_email }),
      resubmitted_from: ended.id,
      ...(connect && { connect }),
      ...(active_for && { active_for }),
    },
    {
      arn: submitted_by,
      ...(submitter_address && { address: submitter_address }),
      viewer: viewerOf(opened),
      owns_vpc: isOwnershipKnown(ended),
      actor: { kind: 'requester', id: link.person },
      source_ip,
      idempotency: { caller: `link of ${ended.id}`, key: presentedToken },
    },
    {
      ...deps,
      preflight: (...about) => deps.preflight(...about, begun),
      answerOf: ({ id }) => ({ id }),
    },
  );
  const [newToken] = await Promise.all([
    mint({ id: answer.id, requester, accepter }),
    deps.links.renewForms(token, link),
    request && deps.startWorkflow(request),
  ]);
  return newToken;
};
