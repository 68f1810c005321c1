import { openAbsence } from '../domain/links/open-absence.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, requests } from '../wiring.ts';
import { absencePage } from './views/absence.ts';
import { errorPage } from './views/error-page.ts';

/** Shows an approver who decides while they are away. GET changes nothing, even if a mail scanner opens the link. */
export const handler = pageHandler(errorPage, async ({ pathParameters }) => {
  const token = pathParameters?.['token'] ?? '';
  const deps = { links: links(), requests: requests(), directory: directory(), clock };
  return page(200, absencePage({ ...(await openAbsence(token, deps)), token, now: clock() }));
});
