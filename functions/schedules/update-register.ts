import { pickUp } from '../domain/register/pick-up.ts';
import { updateRegister } from '../domain/register/update-register.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { logger } from '../edge/logger.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import { startWorkflow } from '../edge/submission.ts';
import {
  accountLooks,
  clock,
  connections,
  directory,
  executions,
  lists,
  mailer,
  networkTeamAddress,
  newRequestId,
  pickUpGraceMs,
  preflight,
  regions,
  register,
  requests,
} from '../wiring.ts';

/** Every 15 minutes. */
export const handler = scheduleHandler('Register', async () => {
  const { report, entries, failures, errors } = await updateRegister({
    directory: directory(),
    connections: connections(),
    register: register(),
    accountLooks: accountLooks(),
    requests: requests(),
    regions: regions(),
    clock,
  });
  for (const failure of failures) logger.warn('Account unreachable', failure);
  const pickedUp = await pickUp(entries, {
    requests: requests(),
    lists: lists(),
    register: register(),
    connections: connections(),
    directory: directory(),
    preflight,
    startWorkflow: (request) => startWorkflow(request, executions()),
    mailer: countUnsentMails(mailer()),
    networkTeamAddress: networkTeamAddress(),
    clock,
    newId: newRequestId,
    graceMs: pickUpGraceMs(),
  });
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} entries could not be written`);
  return { ...report, ...pickedUp };
});
