import { openBoard } from '../domain/links/open-link.ts';
import { type BoardFilter, loadBoard, SHOWN_STATUSES } from '../domain/overview/board.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, lists } from '../wiring.ts';
import { boardPage } from './views/board.ts';
import { errorPage } from './views/error-page.ts';

/** Anybody can edit filters in the URL, so unknown values filter nothing. */
const filterOf = ({ account = '', status = '' }: Record<string, string | undefined>): BoardFilter => {
  const known = SHOWN_STATUSES.find((shown) => shown === status);
  return {
    ...(/^\d{12}$/.test(account) && { account_id: account }),
    ...(known && { status: known }),
    ...(status === 'stuck' && { stuck: true }),
  };
};

/** Shows the network team all open requests, or those that are active. */
export const handler = pageHandler(errorPage, async ({ pathParameters, queryStringParameters = {} }) => {
  const token = pathParameters?.['token'] ?? '';
  const { expires_at } = await openBoard(token, { links: links(), clock });
  const filter = filterOf(queryStringParameters);
  const board = await loadBoard(filter, { lists: lists(), directory: directory(), clock });
  return page(200, boardPage({ ...board, filter, token, expires_at, now: clock() }));
});
