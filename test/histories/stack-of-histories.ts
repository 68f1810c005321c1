import { SEED_ACCOUNTS } from '../../local/seed.ts';
import { type FaultyStack, startFaultyStack } from '../faults/faulty-stack.ts';
import { WINDOW_SECONDS } from '../faults/lives.ts';

/** A member account with requests of its own, and with an eye on those of others. */
export const STRANGER = '444444444444';

const ACCOUNTS = [
  ...SEED_ACCOUNTS,
  {
    account_id: STRANGER,
    name: 'stranger',
    onboarded: true,
    approvers: ['sven@stranger.example'],
    vpcs: [],
  },
];

export const startStackOfHistories = (ec2AheadSeconds: number): Promise<FaultyStack> =>
  startFaultyStack({ accounts: ACCOUNTS, ec2: { windowSeconds: WINDOW_SECONDS }, ec2AheadSeconds });

/** The account that a person of these mail addresses belongs to. */
export const accountOf = (address: string): string | undefined => {
  const domain = address.split('@').at(-1) ?? '';
  return ACCOUNTS.find(({ approvers }) => approvers.some((approver) => approver.endsWith(`@${domain}`)))
    ?.account_id;
};
