import { withdrawByLink } from '../domain/decision/withdraw-by-link.ts';
import { describeActor } from '../domain/wording/actors.ts';
import { describeDecision } from '../domain/wording/statuses.ts';
import { clock, connectSettings, directory, links, requests, taskTokens } from '../wiring.ts';
import { statusForm } from './views/status-form.ts';

/** Withdraws the request, and shows how that goes on its page. */
export const handler = statusForm({
  failed: 'The request wasn’t withdrawn',
  act: async (token, formToken, sourceIp, deps) => {
    await withdrawByLink(token, formToken, sourceIp, { ...deps, taskTokens: taskTokens() });
    return `../status/${token}`;
  },
  explain: ({ message }, { decision }) =>
    decision
      ? `It was already ${describeDecision(decision.kind)} by ${describeActor(decision.by)}.`
      : message,
  deps: () => ({
    links: links(),
    requests: requests(),
    directory: directory(),
    connectSettings: connectSettings(),
    clock,
  }),
});
