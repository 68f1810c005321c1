import { updateRegister } from '../domain/register/update-register.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import { accountLooks, clock, connections, directory, regions, register, requests } from '../wiring.ts';

/** Every 15 minutes. */
export const handler = scheduleHandler('Register', async () => {
  const { report } = await updateRegister({
    directory: directory(),
    connections: connections(),
    register: register(),
    accountLooks: accountLooks(),
    requests: requests(),
    regions: regions(),
    clock,
  });
  return report;
});
