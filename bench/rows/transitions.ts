import { HUB_ACCOUNT_ID, SEED_ACCOUNTS } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import type { Measure } from '../bench.ts';
import { type Life, live } from '../lives/life.ts';
import type { Row } from '../row.ts';

/**
 * State transitions of a request's life, as AWS bills them: states entered and retries. The floor counts the Task
 * states that no design over Step Functions can leave out:
 *
 * - decided: one that creates the connection, one that waits for a person, one that carries the decision to EC2,
 *   one that tells the outcome: four;
 * - expired: one that creates, one that waits, one more for each reminder, since a wait ends by sending and
 *   another begins, and one that learns of the end and tells it: three and the reminders.
 *
 * What stands above it: a retry while EC2 makes up its mind, after Create and after Accept; the Choice; a look at
 * EC2 before each reminder, so that nobody is reminded of what was decided in the console.
 */
const FLOOR = { accepted: 4, rejected: 4, expired: (reminders: number) => 3 + reminders };

const THREE = [72, 24, 4];
const FURTHER = [48, 12];

export const transitions: Measure = async (progress) => {
  const stack = await startStack({ speed: 0, schedules: false });
  try {
    const count = async (life: Life, reminders: readonly number[]): Promise<number> => {
      progress(`${life}, with ${reminders.length} reminders`);
      await setReminders(stack, reminders);
      return (await live(life, stack)).transitions;
    };
    const rejected = await count('rejected', THREE);
    const expired = await count('expired', THREE);
    const more = await count('expired', [...THREE, ...FURTHER]);
    // The last, because what is active leaves no place for another between the two VPCs.
    const accepted = await count('accepted', THREE);
    return [
      row('accepted', accepted, FLOOR.accepted, '≤ 7'),
      row('rejected', rejected, FLOOR.rejected, '≤ 7'),
      row('expired, three reminders', expired, FLOOR.expired(THREE.length), '≤ 12'),
      row(
        'each further reminder',
        (more - expired) / FURTHER.length,
        FLOOR.expired(1) - FLOOR.expired(0),
        '≤ 2',
      ),
    ];
  } finally {
    await stack.close();
  }
};

const ACCEPTER = '222222222222';

/** Has the accepter's approvers reminded so many hours before a window's end. */
const setReminders = async ({ endpoints }: Stack, hours: readonly number[]): Promise<void> => {
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

const row = (name: string, value: number, floor: number, aim: string): Row => ({
  name: `transitions: ${name}`,
  value,
  unit: 'transitions',
  floor,
  ratio: value / floor,
  aim,
});
