import { formToken } from '../domain/form-token.ts';
import { openLink } from '../domain/open-link.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, requests } from '../wiring.ts';
import { decisionPage } from './views/decision.ts';
import { notice } from './views/layout.ts';

/** Shows an approver what is asked. It changes nothing, whoever or whatever opens it. */
export const handler = pageHandler(notice, async ({ pathParameters }) => {
  const {
    link,
    may_decide,
    is_approver: _,
    ...view
  } = await openLink(pathParameters?.['token'] ?? '', {
    links: links(),
    requests: requests(),
    directory: directory(),
    clock,
  });
  return page(
    200,
    decisionPage({ ...view, now: clock(), ...(may_decide && { form_token: formToken(link) }) }),
  );
});
