import { HUB_ACCOUNT_ID, SEED_ACCOUNTS } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { Stack } from '../../local/stack.ts';

const ACCEPTER = '222222222222';

/** Has the accepter's approvers reminded so many hours before a window's end. */
export const setReminders = async ({ endpoints }: Stack, hours: readonly number[]): Promise<void> => {
  const account = SEED_ACCOUNTS.find(({ account_id }) => account_id === ACCEPTER);
  if (!account) throw new Error(`${ACCEPTER} is not on the local stack.`);
  const { name, approvers, onboarded, escalation_email } = account;
  const reminders = hours.map((each) => `PT${each}H`);
  const response = await signedFetch(HUB_ACCOUNT_ID, `${endpoints.api}/accounts/${ACCEPTER}`, {
    method: 'PUT',
    body: JSON.stringify({ name, approvers, onboarded, escalation_email, reminders }),
  });
  if (!response.ok) throw new Error(`The accepter's entry was answered ${response.status}.`);
};
