import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import { withdraw } from '../domain/decision/withdraw.ts';
import { openStatus } from '../domain/links/open-status.ts';
import { NotFoundError, RequestError } from '../domain/request/errors.ts';
import { describeActor } from '../domain/wording/actors.ts';
import { describeDecision } from '../domain/wording/statuses.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { page, pageHandler, seeOther } from '../edge/page-handler.ts';
import { sourceAddress } from '../edge/source-address.ts';
import { validate } from '../edge/validate.ts';
import { clock, directory, links, requests, taskTokens } from '../wiring.ts';
import { errorPage } from './views/error-page.ts';
import { statusPage } from './views/status.ts';

const form = z.object({ form_token: z.string() });

/** Withdraws the request, and shows how that goes on its page; if it can't be, the page explains why. */
export const handler = pageHandler(errorPage, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const { form_token } = validate(form, event.body);
  const deps = { links: links(), requests: requests(), directory: directory(), clock };
  try {
    await withdraw(token, form_token, sourceAddress(event), { ...deps, taskTokens: taskTokens() });
    return seeOther(`../status/${token}`);
  } catch (error) {
    if (!(error instanceof RequestError) || error instanceof NotFoundError) throw error;
    const opened = await openStatus(token, deps);
    const { decision } = opened.request;
    const text = decision
      ? `It was already ${describeDecision(decision.kind)} by ${describeActor(decision.by)}.`
      : error.message;
    const alert = { title: 'The request wasn’t withdrawn', text };
    return page(STATUS_CODES[error.code], statusPage({ ...opened, token, alert, now: clock() }));
  }
}).use(formBody());
