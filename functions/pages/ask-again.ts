import { resubmit } from '../domain/submission/resubmit.ts';
import { startWorkflow } from '../edge/submission.ts';
import {
  clock,
  connectSettings,
  directory,
  executions,
  links,
  newRequestId,
  preflight,
  requests,
} from '../wiring.ts';
import { statusForm } from './views/status-form.ts';

/** Resubmits the request and opens the new one. */
export const handler = statusForm({
  failed: 'The request wasn’t resubmitted',
  act: async (token, formToken, sourceIp, deps) => {
    const resubmitted = await resubmit(token, formToken, sourceIp, {
      ...deps,
      newId: newRequestId,
      preflight,
    });
    if (resubmitted.request) await startWorkflow(resubmitted.request, executions());
    return resubmitted.token;
  },
  deps: () => ({
    links: links(),
    requests: requests(),
    directory: directory(),
    connectSettings: connectSettings(),
    clock,
  }),
});
