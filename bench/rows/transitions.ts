import { HUB_ACCOUNT_ID, SEED_ACCOUNTS } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import type { Measure } from '../bench.ts';
import { type Life, runLife } from '../lives/life.ts';
import type { Row } from '../row.ts';

/**
 * Counts the state transitions of a request, as AWS bills them: states entered and retries. The floor is the number of
 * Task states that every design on Step Functions needs:
 *
 * - decided: four, to create the connection, wait for a person, carry out the decision, and notify everyone; with
 *   routes and DNS resolution a fifth, because no function may both accept and connect;
 * - expired: three and one per reminder, to create the connection, wait, wait again after each reminder, and detect
 *   the end and notify everyone.
 *
 * Beyond the floor, Peerway has a retry while EC2 settles, after Create and after Accept; the Choice; and a refresh from
 * EC2 before each reminder, so that nobody is reminded of a request that was decided in the console.
 */
const FLOOR = { accepted: 4, connected: 5, rejected: 4, expired: (reminders: number) => 3 + reminders };

const THREE_REMINDERS = [72, 24, 4];
const FURTHER_REMINDERS = [48, 12];

export const transitions: Measure = async function* (progress) {
  const stack = await startStack({ speed: 0, schedules: false });
  try {
    const count = async (life: Life, reminders: readonly number[]): Promise<number> => {
      progress(`${life}, with ${reminders.length} reminders`);
      await setReminders(stack, reminders);
      return (await runLife(life, stack)).transitions;
    };
    yield row('rejected', await count('rejected', THREE_REMINDERS), FLOOR.rejected, '≤ 7');
    const expired = await count('expired', THREE_REMINDERS);
    yield row('expired, three reminders', expired, FLOOR.expired(THREE_REMINDERS.length), '≤ 12');
    const more = await count('expired', [...THREE_REMINDERS, ...FURTHER_REMINDERS]);
    const further = (more - expired) / FURTHER_REMINDERS.length;
    yield row('each further reminder', further, FLOOR.expired(1) - FLOOR.expired(0), '≤ 2');
    yield row('accepted and connected', await count('connected', THREE_REMINDERS), FLOOR.connected, '≤ 8');
    // Last, because an active connection blocks further requests between the two VPCs.
    yield row('accepted', await count('accepted', THREE_REMINDERS), FLOOR.accepted, '≤ 7');
  } finally {
    await stack.close();
  }
};

const ACCEPTER = '222222222222';

/** Sets the accepter's reminders, in hours before the deadline. */
const setReminders = async ({ endpoints }: Stack, hours: readonly number[]): Promise<void> => {
  const account = SEED_ACCOUNTS.find(({ account_id }) => account_id === ACCEPTER);
  if (!account) throw new Error(`The local stack has no account ${ACCEPTER}.`);
  const { name, approvers, onboarded, connect, escalation_email } = account;
  const reminders = hours.map((each) => `PT${each}H`);
  const response = await signedFetch(HUB_ACCOUNT_ID, `${endpoints.api}/accounts/${ACCEPTER}`, {
    method: 'PUT',
    body: JSON.stringify({ name, approvers, onboarded, connect, escalation_email, reminders }),
  });
  if (!response.ok) throw new Error(`Setting the accepter's reminders failed with HTTP ${response.status}.`);
};

const row = (name: string, value: number, floor: number, aim: string): Row => ({
  name: `transitions: ${name}`,
  value,
  unit: 'transitions',
  floor,
  ratio: value / floor,
  aim,
});
