import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import { openStatus } from '../domain/links/open-status.ts';
import { NotFoundError, RequestError } from '../domain/request/errors.ts';
import { resubmit } from '../domain/submission/resubmit.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { logger } from '../edge/logger.ts';
import { page, pageHandler, seeOther } from '../edge/page-handler.ts';
import { sourceAddress } from '../edge/source-address.ts';
import { startWorkflow } from '../edge/submission.ts';
import { validate } from '../edge/validate.ts';
import { clock, directory, executions, links, newRequestId, preflight, requests } from '../wiring.ts';
import { errorPage } from './views/error-page.ts';
import { statusPage } from './views/status.ts';

const form = z.object({ form_token: z.string() });

/** Resubmits the request and opens the new one; if that fails, the old one's page explains why. */
export const handler = pageHandler(errorPage, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const { form_token } = validate(form, event.body);
  const deps = { links: links(), requests: requests(), directory: directory(), clock };
  try {
    const resubmitted = await resubmit(token, form_token, sourceAddress(event), {
      ...deps,
      newId: newRequestId,
      preflight,
    });
    if (resubmitted.request) await startWorkflow(resubmitted.request, executions());
    return seeOther(resubmitted.token);
  } catch (error) {
    if (!(error instanceof RequestError) || error instanceof NotFoundError) throw error;
    if (error.cause) logger.error('Request not resubmitted', error);
    const details = error.details.map(({ message }) => message).join(' ');
    const alert = { title: 'The request wasn’t resubmitted', text: details || error.message };
    const opened = await openStatus(token, deps);
    return page(STATUS_CODES[error.code], statusPage({ ...opened, token, alert, now: clock() }));
  }
}).use(formBody());
