import { openReview } from '../domain/lifetime/open-review.ts';
import { page, pageHandler } from '../edge/page-handler.ts';
import { clock, directory, links, requests, reviews } from '../wiring.ts';
import { errorPage } from './views/error-page.ts';
import { reviewPage } from './views/review.ts';

/** Shows an approver the connections of a review. GET changes nothing, even if a mail scanner opens the link. */
export const handler = pageHandler(errorPage, async ({ pathParameters }) => {
  const token = pathParameters?.['token'] ?? '';
  const deps = {
    links: links(),
    requests: requests(),
    reviews: reviews(),
    directory: directory(),
    clock,
  };
  const [opened, accounts] = await Promise.all([openReview(token, deps), deps.directory.accounts()]);
  return page(200, reviewPage({ ...opened, token, accounts, now: clock() }));
});
