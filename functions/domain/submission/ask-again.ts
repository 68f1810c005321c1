import { isFormToken } from '../links/form-token.ts';
import { type OpenedLink, type OpenLinkDeps, openLink } from '../links/open-link.ts';
import { ForbiddenError } from '../request/errors.ts';
import type { PeeringRequest, RequestId, Side } from '../request/peering-request.ts';
import { hasEnded } from '../request/status.ts';
import type { Preflight } from './preflight/preflight.ts';
import { type Submitted, submit } from './submit.ts';

/** A week for EC2's window, which is not open yet. */
const WINDOW_MS = 7 * 86_400_000;

export type AskAgainDeps = OpenLinkDeps & {
  newId: () => RequestId;
  preflight: (requester: Side, accepter: Side) => Promise<Preflight>;
};

/** A new request, unless this form had made it before, and the token of its requester's link. */
export type AskedAgain = { request?: PeeringRequest; token: string };

/** Whether this link's person is the requester, and the request has ended: others only look. */
export const mayAskAgain = ({ link, request }: OpenedLink): boolean =>
  hasEnded(request.status) && link.person === request.contact_email;

/**
 * Submits again what an ended request asked for, as its requester and through their link, once for each form.
 *
 * @throws NotFoundError for a link that is none, ForbiddenError for a form that is used or not ours, and what a
 *   submit is refused for
 */
export const askAgain = async (
  token: string,
  presented: string,
  source_ip: string,
  deps: AskAgainDeps,
): Promise<AskedAgain> => {
  const { link, request: ended } = await openLink(token, 'view', deps);
  if (!isFormToken(link, presented)) {
    throw new ForbiddenError('That form was used already, or is not of this page. Nothing was changed.');
  }
  if (!mayAskAgain({ link, request: ended })) {
    throw new ForbiddenError('Only the requester asks again, once the request has ended.');
  }
  const { requester, accepter, justification, contact_email, submitted_by } = ended;
  const { answer, request }: Submitted<{ id: RequestId }> = await submit(
    {
      requester,
      accepter,
      justification,
      ...(contact_email && { contact_email }),
      resubmitted_from: ended.id,
    },
    {
      arn: submitted_by,
      actor: { kind: 'requester', id: link.person },
      source_ip,
      idempotency: { caller: `link of ${ended.id}`, key: presented },
    },
    { ...deps, answerOf: ({ id }) => ({ id }) },
  );
  await deps.links.renewForms(token, link);
  return {
    ...(request && { request }),
    token: await deps.links.mint({
      request_id: answer.id,
      purpose: 'view',
      person: link.person,
      expires_at: new Date(deps.clock().getTime() + WINDOW_MS).toISOString(),
    }),
  };
};
