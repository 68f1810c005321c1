import { startReviews } from '../domain/lifetime/start-reviews.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import {
  clock,
  directory,
  links,
  lists,
  mailer,
  requests,
  reviewGraceDays,
  reviews,
  reviewUrl,
} from '../wiring.ts';

/** Every day at 06:00 UTC. */
export const handler = scheduleHandler('ReviewConnections', () =>
  startReviews({
    reviews: reviews(),
    requests: requests(),
    lists: lists(),
    directory: directory(),
    links: links(),
    mailer: countUnsentMails(mailer()),
    clock,
    graceDays: reviewGraceDays(),
    reviewUrl,
  }),
);
