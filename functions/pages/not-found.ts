import { NotFoundError } from '../domain/request/errors.ts';
import { toErrorResponse } from '../edge/error-envelope.ts';
import { pageHandler, seeOther } from '../edge/page-handler.ts';
import { errorPage } from './views/error-page.ts';

/** Where programs call. Everywhere else is a person, who followed a link that is incomplete. */
const API_PATH = /^\/(?:peering-requests|accounts|board-links|openapi\.json|health)(?:\/|$)/;

const LINK_WITH_SLASH = /^\/(?:decisions|status|board)\/([\w-]+)\/$/;

/** Responds where no other route does: a link with a slash at its end leads to its page. */
export const handler = pageHandler(errorPage, async ({ rawPath, requestContext: { http, requestId } }) => {
  const nothing = new NotFoundError(`${http.method} ${rawPath}`);
  if (API_PATH.test(rawPath)) return toErrorResponse(nothing, requestId);
  const [, token] = LINK_WITH_SLASH.exec(rawPath) ?? [];
  if (token && (http.method === 'GET' || http.method === 'HEAD')) return seeOther(`../${token}`);
  throw nothing;
});
