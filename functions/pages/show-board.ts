import { openBoard } from '../domain/links/open-link.ts';
import { type BoardFilter, loadBoard, SHOWN_STATUSES } from '../domain/overview/board.ts';
import { type ConnectionsFilter, loadConnections } from '../domain/overview/connections-board.ts';
import type { ConnectionId, RequestId } from '../domain/request/peering-request.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, lists, register } from '../wiring.ts';
import { boardPage } from './views/board.ts';
import { connectionsPage } from './views/connections.ts';
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

const POSITION = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_(pcx-[0-9a-f]+)$/;

const connectionsFilterOf = ({
  account = '',
  show,
  from = '',
}: Record<string, string | undefined>): ConnectionsFilter => {
  const [, at, id] = POSITION.exec(from) ?? [];
  const [asked] = /\b\d{12}\b/.exec(account) ?? [];
  return {
    ...(asked && { account_id: asked }),
    ...(show === 'unmanaged' && { unmanaged: true }),
    ...(at && id && { after: { at, id: id as ConnectionId } }),
  };
};

/** Shows the network team all open requests, or those that are active, or the connections that EC2 shows. */
export const handler = pageHandler(errorPage, async ({ pathParameters, queryStringParameters = {} }) => {
  const token = pathParameters?.['token'] ?? '';
  const { expires_at } = await openBoard(token, { links: links(), clock });
  if (queryStringParameters['view'] === 'connections') {
    const filter = connectionsFilterOf(queryStringParameters);
    const found = await loadConnections(filter, { register: register(), directory: directory() });
    return page(200, connectionsPage({ ...found, token, expires_at, now: clock() }));
  }
  const filter = filterOf(queryStringParameters);
  const board = await loadBoard(filter, { lists: lists(), directory: directory(), clock });
  return page(200, boardPage({ ...board, filter, token, expires_at, now: clock() }));
});
