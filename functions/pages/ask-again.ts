import { resubmit } from '../domain/submission/resubmit.ts';
import { countMissingAccounts } from '../edge/count-missing-accounts.ts';
import { startWorkflow } from '../edge/submission.ts';
import {
  beginPreflight,
  clock,
  connectSettings,
  directory,
  executions,
  links,
  missingAccounts,
  newRequestId,
  preflight,
  requests,
} from '../wiring.ts';
import { statusForm } from './views/status-form.ts';

/** Resubmits the request and opens the new one. */
export const handler = statusForm({
  failed: 'The request wasn’t resubmitted',
  act: (token, formToken, sourceIp, deps) =>
    resubmit(token, formToken, sourceIp, {
      ...deps,
      newId: newRequestId,
      beginPreflight,
      preflight: countMissingAccounts(preflight, missingAccounts),
      startWorkflow: (request) => startWorkflow(request, executions()),
    }),
  deps: () => ({
    links: links(),
    requests: requests(),
    directory: directory(),
    connectSettings: connectSettings(),
    clock,
  }),
});
