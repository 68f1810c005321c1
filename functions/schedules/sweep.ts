import { acceptWhenDue } from '../domain/decision/accept-when-due.ts';
import { endWhenDue } from '../domain/lifetime/end-when-due.ts';
import { sendAbsenceMails } from '../domain/mail/send-absence-mails.ts';
import { sendEndMails } from '../domain/mail/send-end-mails.ts';
import { withinBudget } from '../domain/mail/within-budget.ts';
import { sweep } from '../domain/workflow/sweep.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import {
  absenceNotes,
  bookmarks,
  budgets,
  clock,
  connections,
  connectSettings,
  decisionUrl,
  directory,
  executions,
  links,
  lists,
  mailer,
  mailsPerHour,
  networkTeamAddress,
  requests,
  securityGroups,
  statusUrl,
  taskTokens,
  vpcs,
} from '../wiring.ts';

/** Every 15 minutes. */
export const handler = scheduleHandler('Sweep', () =>
  sweep({
    requests: requests(),
    lists: lists(),
    bookmarks: bookmarks(),
    connections: connections(),
    executions: executions(),
    taskTokens: taskTokens(),
    directory: directory(),
    links: links(),
    mailer: countUnsentMails(withinBudget(mailer(), mailsPerHour(), { budgets: budgets(), clock })),
    vpcs: vpcs(),
    securityGroups: securityGroups(),
    connectSettings: connectSettings(),
    networkTeamAddress: networkTeamAddress(),
    decisionUrl,
    statusUrl,
    acceptWhenDue: (request, account) =>
      acceptWhenDue(request, account, 'Sweep', { requests: requests(), directory: directory(), clock }),
    sendEndMails: (request, sentBy) =>
      sendEndMails(request, sentBy, {
        requests: requests(),
        directory: directory(),
        links: links(),
        mailer: countUnsentMails(withinBudget(mailer(), mailsPerHour(), { budgets: budgets(), clock })),
        networkTeamAddress: networkTeamAddress(),
        decisionUrl,
        statusUrl,
        clock,
      }),
    sendAbsenceMails: (accounts) =>
      sendAbsenceMails(accounts, {
        directory: directory(),
        absenceNotes: absenceNotes(),
        mailer: countUnsentMails(mailer()),
        networkTeamAddress: networkTeamAddress(),
        clock,
      }),
    endWhenDue: (request) => endWhenDue(request, { requests: requests(), clock }),
    clock,
  }),
);
