import { MethodNotAllowedError, NotFoundError } from '../domain/request/errors.ts';
import { toErrorResponse } from '../edge/error-envelope.ts';
import { pageHandler, seeOther } from '../edge/page-handler.ts';
import { methodsAt } from '../routes.ts';
import { errorPage } from './views/error-page.ts';

/** Where programs call. Everywhere else is a person, who followed a link that is incomplete. */
const API_PATH =
  /^\/(?:peering-requests|connections|accounts|directory|directory\.schema\.json|board-links|caller|openapi\.json|health)(?:\/|$)/;

const LINK_WITH_SLASH = /^\/(?:decisions|status|absences|reviews|board|board\/[\w-]+\/requests)\/([\w-]+)\/$/;

/** A page that explains why a form wasn't accepted, loaded again: where it leads to. */
const FORMS = [
  [/^\/withdrawals\/([\w-]+)$/, '../status/'],
  [/^\/decisions\/([\w-]+)\/list$/, '../'],
] as const;

/** Browsers ask for HTML by name. Programs ask for JSON or for anything. */
const isForProgram = (path: string, accept = ''): boolean =>
  !accept.includes('text/html') && (API_PATH.test(path) || accept.includes('json'));

/** Responds where no other route does: a link with a slash at its end leads to its page, as does a form's address. */
export const handler = pageHandler(errorPage, async ({ rawPath, headers, requestContext }) => {
  const { method } = requestContext.http;
  const [, last] = LINK_WITH_SLASH.exec(rawPath) ?? [];
  if (method === 'GET' || method === 'HEAD') {
    if (last) return seeOther(`../${last}`);
    for (const [path, page] of FORMS) {
      const [, token] = path.exec(rawPath) ?? [];
      if (token) return seeOther(page + token);
    }
  }
  const allowed = methodsAt(rawPath);
  const error =
    allowed.length > 0
      ? new MethodNotAllowedError(method, rawPath, allowed)
      : new NotFoundError(`${method} ${rawPath}`);
  if (isForProgram(rawPath, headers['accept'])) return toErrorResponse(error, requestContext.requestId);
  throw error;
});
