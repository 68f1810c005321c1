import { watchConnectivity } from '../domain/connectivity/watch.ts';
import { sendDriftMails } from '../domain/mail/send-drift-mails.ts';
import { withinBudget } from '../domain/mail/within-budget.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import {
  bookmarks,
  budgets,
  clock,
  connections,
  connectSettings,
  directory,
  links,
  lists,
  mailer,
  mailsPerHour,
  requests,
  routesPerTable,
  routeTables,
  statusUrl,
  vpcs,
} from '../wiring.ts';

/** Every hour. */
export const handler = scheduleHandler('WatchConnectivity', () =>
  watchConnectivity({
    requests: requests(),
    lists: lists(),
    bookmarks: bookmarks(),
    connections: connections(),
    directory: directory(),
    vpcs: vpcs(),
    routeTables: routeTables(),
    routesPerTable: routesPerTable(),
    clock,
    sendDriftMails: (request, sentBy) =>
      sendDriftMails(request, sentBy, {
        requests: requests(),
        directory: directory(),
        links: links(),
        connectSettings: connectSettings(),
        statusUrl,
        mailer: countUnsentMails(withinBudget(mailer(), mailsPerHour(), { budgets: budgets(), clock })),
        clock,
      }),
  }),
);
