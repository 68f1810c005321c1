import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import { readDecision } from '../domain/links/open-decision.ts';
import { findLink } from '../domain/links/open-link.ts';
import { countOtherRequests, sendWaitingList } from '../domain/mail/send-waiting-list.ts';
import { NotFoundError, RequestError } from '../domain/request/errors.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { logger } from '../edge/logger.ts';
import { page, pageHandler, seeOther } from '../edge/page-handler.ts';
import { validate } from '../edge/validate.ts';
import {
  clock,
  connectSettings,
  decisionUrl,
  directory,
  links,
  listMails,
  lists,
  mailer,
  requests,
} from '../wiring.ts';
import { decisionPage } from './views/decision.ts';
import { errorPage } from './views/error-page.ts';

const form = z.object({ form_token: z.string() });

/** Mails an approver the list of what waits for them. The page that they return to says when it was sent. */
export const handler = pageHandler(errorPage, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const { form_token } = validate(form, event.body);
  const deps = {
    links: links(),
    requests: requests(),
    lists: lists(),
    directory: directory(),
    listMails: listMails(),
    mailer: countUnsentMails(mailer()),
    clock,
    decisionUrl,
  };
  try {
    await sendWaitingList(token, form_token, deps);
    return seeOther(`../${token}#others`);
  } catch (error) {
    if (!(error instanceof RequestError) || error instanceof NotFoundError) throw error;
    if (error.cause) logger.error('List not sent', error);
    const link = await findLink(token, 'decide', deps);
    const [read, found] = await Promise.all([readDecision(link, deps), countOtherRequests(link, deps)]);
    const alert = { tone: 'bad', title: 'The list wasn’t sent', text: error.message } as const;
    return page(
      STATUS_CODES[error.code],
      decisionPage({
        ...read,
        alert,
        others: { found, token },
        connectSettings: connectSettings(),
        now: clock(),
      }),
    );
  }
}).use(formBody());
