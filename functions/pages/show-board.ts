import { openBoard } from '../domain/links/open-link.ts';
import { type BoardFilter, loadBoard, SHOWN_STATUSES } from '../domain/overview/board.ts';
import type { RequestId } from '../domain/request/peering-request.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, lists } from '../wiring.ts';
import { boardPage } from './views/board.ts';
import { errorPage } from './views/error-page.ts';

const PLACE = /^([a-z-]+)(?:_(\d{4}-\d\d-\d\dT[\d:.]+Z)_(pr-[\dA-Z]{26}))?$/;

/** Anybody can edit filters in the URL, so unknown values filter nothing. */
const filterOf = ({
  account = '',
  status = '',
  from = '',
}: Record<string, string | undefined>): BoardFilter => {
  const known = SHOWN_STATUSES.find((shown) => shown === status);
  const [, list = '', at, id] = PLACE.exec(from) ?? [];
  const place = SHOWN_STATUSES.find((shown) => shown === list);
  // A chosen account is its name, with its ID in parentheses.
  const asked = /\b\d{12}\b/.exec(account)?.[0] ?? account.trim();
  return {
    ...(asked && { account: asked }),
    ...(known && { status: known }),
    ...(status === 'stuck' && { stuck: true }),
    ...(place && { from: { status: place, ...(at && id && { after: { at, id: id as RequestId } }) } }),
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
