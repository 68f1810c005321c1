import { openStatus } from '../domain/links/open-status.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, connectSettings, directory, links, requests } from '../wiring.ts';
import { errorPage } from './views/error-page.ts';
import { statusPage } from './views/status.ts';

/** Shows a requester the state of their request. GET changes nothing, even if a mail scanner opens the link. */
export const handler = pageHandler(errorPage, async ({ pathParameters }) => {
  const token = pathParameters?.['token'] ?? '';
  const opened = await openStatus(token, {
    links: links(),
    requests: requests(),
    directory: directory(),
    clock,
  });
  return page(200, statusPage({ ...opened, token, connectSettings: connectSettings(), now: clock() }));
});
