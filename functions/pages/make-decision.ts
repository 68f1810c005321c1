import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import { isRepeated } from '../domain/decide.ts';
import { AlreadyDecidedError, ForbiddenError, ValidationError, WindowClosedError } from '../domain/errors.ts';
import { formToken, isFormToken } from '../domain/form-token.ts';
import { type OpenedLink, openLink } from '../domain/open-link.ts';
import type { Decision } from '../domain/peering-request.ts';
import type { Clock, Directory, Links, Requests, TaskTokens } from '../domain/ports.ts';
import { recordDecision } from '../domain/record-decision.ts';
import { prose } from '../edge/contract/fields.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { validate } from '../edge/validate.ts';
import { clock, directory, links, requests, taskTokens } from '../wiring.ts';
import { decisionPage } from './views/decision.ts';
import { notice } from './views/layout.ts';

const form = z.object({
  decision: z.enum(['accept', 'reject']),
  comment: z.optional(z.union([z.literal(''), prose(1000)])),
  form_token: z.string(),
});

type Deps = { links: Links; requests: Requests; directory: Directory; taskTokens: TaskTokens; clock: Clock };

type Outcome = { view: OpenedLink; error?: AlreadyDecidedError | WindowClosedError | ValidationError };

/**
 * Takes a decision from the page's form, once. Whoever comes second learns how it was decided.
 *
 * @throws NotFoundError for a link that is not one, ForbiddenError for a form that is not ours
 */
export const makeDecision = async (
  token: string,
  fields: z.infer<typeof form>,
  source_ip: string,
  deps: Deps,
): Promise<Outcome> => {
  const view = await openLink(token, deps);
  const { link, request, accepterAccount, is_approver } = view;
  if (!isFormToken(link, fields.form_token)) {
    throw new ForbiddenError('Open the link from your mail again, and decide on the page that it shows.');
  }
  if (!is_approver) throw new ForbiddenError('You are no longer an approver of the accepter account.');
  const { decision: kind, comment } = fields;
  if (kind === 'reject' && !comment) {
    return { view, error: new ValidationError([{ path: 'comment', message: 'Say why you reject it.' }]) };
  }
  if (!accepterAccount?.onboarded) {
    throw new ForbiddenError('Peerway has no role in the accepter account: accept or reject it there.');
  }
  const decision: Decision = {
    kind,
    by: { kind: 'approver', id: link.person },
    at: deps.clock().toISOString(),
    ...(comment && { comment }),
  };
  if (isRepeated(request, decision)) return { view };
  try {
    const decided = await recordDecision(request, decision, source_ip, deps);
    return { view: { ...view, request: decided, may_decide: false } };
  } catch (error) {
    if (!(error instanceof AlreadyDecidedError || error instanceof WindowClosedError)) throw error;
    return { view: await openLink(token, deps), error };
  }
};

export const handler = pageHandler(notice, async ({ pathParameters, body, requestContext }) => {
  const { view, error } = await makeDecision(
    pathParameters?.['token'] ?? '',
    validate(form, body),
    requestContext.http.sourceIp,
    { links: links(), requests: requests(), directory: directory(), taskTokens: taskTokens(), clock },
  );
  const { link, may_decide, is_approver: _, ...shown } = view;
  return page(
    error ? STATUS_CODES[error.code] : 200,
    decisionPage({
      ...shown,
      now: clock(),
      ...(error && { message: error.details[0]?.message ?? error.message }),
      ...(may_decide && { form_token: formToken(link) }),
    }),
  );
}).use(formBody());
