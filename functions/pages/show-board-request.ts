import { openStatusFromBoard } from '../domain/links/open-status.ts';
import { NotFoundError } from '../domain/request/errors.ts';
import { requestId } from '../edge/contract/fields.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, connectSettings, directory, links, requests } from '../wiring.ts';
import { errorPage } from './views/error-page.ts';
import { statusPage } from './views/status.ts';

/** Shows the network team a request of the board. The board's link is enough to see it, and for nothing else. */
export const handler = pageHandler(errorPage, async ({ pathParameters }) => {
  const token = pathParameters?.['token'] ?? '';
  const { data: id } = requestId.safeParse(pathParameters?.['id']);
  if (!id) throw new NotFoundError('This link');
  const opened = await openStatusFromBoard(token, id, {
    links: links(),
    requests: requests(),
    directory: directory(),
    clock,
  });
  return page(
    200,
    statusPage({ ...opened, boardToken: token, connectSettings: connectSettings(), now: clock() }),
  );
});
