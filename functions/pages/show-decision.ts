import { readDecision } from '../domain/links/open-decision.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, requests } from '../wiring.ts';
import { decisionPage } from './views/decision.ts';
import { errorPage } from './views/error-page.ts';

/** Shows an approver the request. GET changes nothing, even if a mail scanner opens the link. */
export const handler = pageHandler(errorPage, async ({ pathParameters }) => {
  const read = await readDecision(pathParameters?.['token'] ?? '', {
    links: links(),
    requests: requests(),
    directory: directory(),
    clock,
  });
  return page(200, decisionPage({ ...read, now: clock() }));
});
