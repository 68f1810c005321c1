import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import type { ConnectAbilities } from '../domain/connectivity/mode.ts';
import { offerOf } from '../domain/connectivity/offer.ts';
import { commitDecision, notifyWorkflow } from '../domain/decision/record-decision.ts';
import { commitExtensionDecision } from '../domain/lifetime/decide-extension.ts';
import { isFormToken } from '../domain/links/form-token.ts';
import {
  type OpenDecisionDeps,
  openDecision,
  readDecision,
  type Standing,
} from '../domain/links/open-decision.ts';
import { findLink, isPast, type OpenedLink } from '../domain/links/open-link.ts';
import {
  AlreadyDecidedError,
  ConflictError,
  ForbiddenError,
  WindowClosedError,
} from '../domain/request/errors.ts';
import type { Decision, PeeringRequest } from '../domain/request/peering-request.ts';
import { VISIBLE } from '../domain/wording/user-text.ts';
import type { TaskTokens } from '../domain/workflow/ports.ts';
import { prose } from '../edge/contract/fields.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { page, pageHandler, seeOther } from '../edge/page-handler.ts';
import { sourceAddress } from '../edge/source-address.ts';
import { validate } from '../edge/validate.ts';
import { clock, connectSettings, directory, links, requests, taskTokens } from '../wiring.ts';
import { decisionPage } from './views/decision.ts';
import { LONGEST_COMMENT } from './views/decision-panel.ts';
import { errorPage } from './views/error-page.ts';
import { SHORTEST_LIFE } from './views/life.ts';
import { type Refused, refusal } from './views/refusal.ts';

const form = z.object({
  decision: z.enum(['accept', 'reject']),
  comment: z._default(z.string(), ''),
  connect: z.optional(z.string()),
  active_for: z.optional(z.coerce.number().check(z.int(), z.gte(SHORTEST_LIFE))),
  form_token: z.string(),
  /** When it was asked for, if the decision is about more time. */
  extension: z.optional(z.string()),
});

const comments = prose('Comment', LONGEST_COMMENT);

/** A comment that is too long is shown again, so that the approver can shorten it. This limits how much. */
const LONGEST_ECHO = 5000;

/** They can't decide, or not with a link. */
const NOT_HERE: readonly Standing[] = ['no-longer-approver', 'away', 'decides-elsewhere', 'decides-signed'];

type Fields = z.infer<typeof form>;

/** The outcome of a form: recorded, the same as the decision on record, or refused. */
export type Outcome = { kind: 'taken' } | { kind: 'known' } | Refused;

/**
 * Records the decision from the page's form, once. A later approver sees how the request was decided.
 *
 * @throws NotFoundError if the link is unknown
 */
export const makeDecision = async (
  token: string,
  fields: Fields,
  source_ip: string,
  deps: OpenDecisionDeps & { taskTokens: TaskTokens; abilities: ConnectAbilities },
): Promise<Outcome> => {
  const { link, request, standing, accepterAccount } = await openDecision(token, deps);
  if (!isFormToken(link, fields.form_token)) {
    const isKnown = standing === 'decided' || standing === 'has-approved';
    return { kind: isKnown ? 'known' : 'used-form' };
  }
  if (fields.extension !== undefined)
    return decideMoreTime({ link, request }, token, fields, source_ip, deps);
  if (NOT_HERE.includes(standing)) return { kind: 'not-allowed' };
  const problem = problemWith(fields);
  if (problem) return { kind: 'bad-comment', problem };
  const isConsent = fields.decision === 'accept' && fields.connect !== undefined;
  const connect = isConsent ? offerOf(request, accepterAccount, deps.abilities)?.consent : undefined;
  const { active_for } = fields;
  const isShorter = fields.decision === 'accept' && active_for && active_for !== request.active_for;
  const decision: Decision = {
    ...decisionOf(fields, link, deps.clock()),
    ...(connect && { connect }),
    ...(isShorter && { active_for }),
  };
  const { outcome, decided } = await record(request, decision, source_ip, deps, accepterAccount);
  // Only a form that was processed is used up. If we failed, the approver can send it again.
  await Promise.all([
    decided && notifyWorkflow(decided, deps.taskTokens),
    deps.links.renewForms(token, link),
  ]);
  return outcome;
};

const decisionOf = (fields: Fields, { person }: OpenedLink['link'], now: Date): Decision => {
  const comment = comments.safeParse(fields.comment).data;
  return {
    kind: fields.decision,
    by: { kind: 'approver', id: person },
    at: now.toISOString(),
    ...(comment && { comment }),
  };
};

/** Who decided, or what was decided meanwhile, is on the page that follows. */
const decideMoreTime = async (
  { link, request }: OpenedLink,
  token: string,
  fields: Fields,
  source_ip: string,
  deps: OpenDecisionDeps,
): Promise<Outcome> => {
  const problem = problemWith(fields);
  if (problem) return { kind: 'bad-comment', problem };
  if (request.extension?.at !== fields.extension || isPast(link, deps.clock())) return { kind: 'used-form' };
  try {
    await commitExtensionDecision(request, decisionOf(fields, link, deps.clock()), source_ip, deps);
  } catch (error) {
    if (error instanceof ForbiddenError) return { kind: 'not-allowed' };
    if (error instanceof AlreadyDecidedError || error instanceof ConflictError) return { kind: 'known' };
    throw error;
  }
  await deps.links.renewForms(token, link);
  return { kind: 'taken' };
};

type Recorded = { outcome: Outcome; decided?: PeeringRequest };

const record = async (...attempt: Parameters<typeof commitDecision>): Promise<Recorded> => {
  try {
    return { outcome: { kind: 'taken' }, decided: await commitDecision(...attempt) };
  } catch (error) {
    if (error instanceof ForbiddenError) return { outcome: { kind: 'not-allowed' } };
    if (!(error instanceof AlreadyDecidedError || error instanceof WindowClosedError)) throw error;
    return { outcome: { kind: 'too-late', error } };
  }
};

const problemWith = ({ decision, comment }: Fields): string | undefined => {
  if (!VISIBLE.test(comment))
    return decision === 'reject' ? 'Enter a reason for rejecting the request.' : undefined;
  return comments.safeParse(comment).error?.issues[0]?.message;
};

const statusOf = (outcome: Refused): number => {
  if (outcome.kind === 'too-late') return STATUS_CODES[outcome.error.code];
  return outcome.kind === 'bad-comment' ? STATUS_CODES.VALIDATION_ERROR : STATUS_CODES.FORBIDDEN;
};

export const handler = pageHandler(errorPage, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const fields = validate(form, event.body);
  // Browsers send line breaks as two characters.
  fields.comment = fields.comment.replaceAll('\r\n', '\n');
  const deps = {
    links: links(),
    requests: requests(),
    directory: directory(),
    taskTokens: taskTokens(),
    abilities: connectSettings().abilities,
    clock,
  };
  const outcome = await makeDecision(token, fields, sourceAddress(event), deps);
  if (outcome.kind === 'taken' || outcome.kind === 'known') return seeOther(token);

  const read = await readDecision(await findLink(token, 'decide', deps), deps);
  const { alert, problem } = refusal(outcome, read.request);
  return page(
    statusOf(outcome),
    decisionPage({
      ...read,
      token,
      form: {
        comment: fields.comment.slice(0, LONGEST_ECHO),
        connect: fields.connect !== undefined,
        ...(fields.active_for && { active_for: fields.active_for }),
        ...(problem && { problem }),
      },
      connectSettings: connectSettings(),
      ...(alert && { alert }),
      now: clock(),
    }),
  );
}).use(formBody());
