import { readDecision } from '../domain/links/open-decision.ts';
import { findLink } from '../domain/links/open-link.ts';
import { countOtherRequests } from '../domain/mail/send-waiting-list.ts';
import { logger } from '../edge/logger.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, connectSettings, directory, links, listMails, lists, requests } from '../wiring.ts';
import { decisionPage } from './views/decision.ts';
import { errorPage } from './views/error-page.ts';

/** Shows an approver the request. GET changes nothing, even if a mail scanner opens the link. */
export const handler = pageHandler(errorPage, async ({ pathParameters }) => {
  const token = pathParameters?.['token'] ?? '';
  const deps = {
    links: links(),
    requests: requests(),
    lists: lists(),
    directory: directory(),
    listMails: listMails(),
    clock,
  };
  const link = await findLink(token, 'decide', deps);
  const [read, found] = await Promise.all([
    readDecision(link, deps),
    countOtherRequests(link, deps).catch((error) => {
      // Nobody needs it to decide.
      logger.warn('Other requests not counted', error);
      return undefined;
    }),
  ]);
  return page(
    200,
    decisionPage({
      ...read,
      token,
      connectSettings: connectSettings(),
      others: found && { found, token },
      now: clock(),
    }),
  );
});
