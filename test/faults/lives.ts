import { AcceptVpcPeeringConnectionCommand, DeleteVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import type { Connect } from '../../functions/domain/request/connect.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { isConcluded } from '../../functions/domain/workflow/conclude.ts';
import type { FaultyStack } from './faulty-stack.ts';
import { ANALYTICS, ec2As, newPair, PARTNER, PAYMENTS, type Sides } from './pair-of-vpcs.ts';
import type { People } from './people.ts';
import type { Wait } from './virtual-script.ts';

/** The window of these lives, so that a day's worth of sweeps sees all of them through. */
export const WINDOW_SECONDS = 6 * 3600;

const MINUTE = 60;
const ANNA = 'anna@analytics.example';

export type Life = {
  sides: Sides;
  /** Who must have been asked, if it waited for long. */
  approvers: readonly string[];
  ends: RequestStatus;
  /** What it asks for besides the connection. */
  connect?: Connect;
  /** What people do, from the submitted request on. */
  act(people: People, wait: Wait, stack: FaultyStack): Promise<void>;
};

const APPROVERS = [ANNA, 'arun@analytics.example'];
const ACROSS: Sides = { requester: PAYMENTS, accepter: ANALYTICS };

const isActive = async (people: People): Promise<void> =>
  people.until('active', (record) => record.status === 'active' && isConcluded(record), PROMPT_MINUTES);

/** Retry and two sweeps have had their turns: nothing that was decided may take longer, whatever failed. */
const PROMPT_MINUTES = 60;

/** The ways of a request through the workflow. */
export const LIVES = {
  accepted: {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'active',
    act: (people) => people.decide(ANNA, 'accept'),
  },
  rejected: {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'rejected',
    act: (people) => people.decide(ANNA, 'reject'),
  },
  cancelled: {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'cancelled',
    act: async (people, wait) => {
      await wait(10 * MINUTE);
      await people.readEverything(PAYMENTS);
      await people.cancel(PAYMENTS);
    },
  },
  expired: { sides: ACROSS, approvers: APPROVERS, ends: 'expired', act: async () => undefined },
  failed: {
    sides: { requester: PAYMENTS, accepter: PARTNER, overlapping: true },
    approvers: [],
    ends: 'failed',
    act: async () => undefined,
  },
  'accepted outside': {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'active',
    act: async (people, _wait, stack) => {
      await people.until('pending', ({ status }) => status === 'pending-acceptance', 60);
      const { vpc_peering_connection_id: VpcPeeringConnectionId } = await people.record();
      await ec2As(stack, ANALYTICS, 'eu-west-1').send(
        new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }),
      );
    },
  },
  'torn down': {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'deleted',
    act: async (people) => {
      await people.decide(ANNA, 'accept');
      await isActive(people);
      await people.cancel(PAYMENTS);
    },
  },
  /** The directory lets in what analytics asks of payments. */
  'auto-accepted': {
    sides: { requester: ANALYTICS, accepter: PAYMENTS },
    approvers: [],
    ends: 'active',
    act: async () => undefined,
  },
  connected: {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'active',
    connect: { routes: true, dns_resolution: true },
    act: (people) => people.decide(ANNA, 'accept'),
  },
  /** Within a Region, where security groups may name each other, so Peerway looks for what is left of that. */
  disconnected: {
    sides: { ...ACROSS, within: 'us-east-1' },
    approvers: APPROVERS,
    ends: 'deleted',
    connect: { routes: true },
    act: async (people) => {
      await people.decide(ANNA, 'accept');
      await isActive(people);
      await people.cancel(PAYMENTS);
    },
  },
  'connected, and deleted outside': {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'deleted',
    connect: { routes: true },
    act: async (people, _wait, stack) => {
      await people.decide(ANNA, 'accept');
      await isActive(people);
      const { vpc_peering_connection_id: VpcPeeringConnectionId } = await people.record();
      await ec2As(stack, ANALYTICS, 'eu-west-1').send(
        new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId }),
      );
    },
  },
  /** Its execution is lost, and the sweep starts another one. Its approver decides without a link. */
  resumed: {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'active',
    act: async (people, wait, stack) => {
      await people.until('pending', ({ status }) => status === 'pending-acceptance', 60);
      for (const name of await stack.runningExecutions()) {
        if (people.id && name.startsWith(people.id)) await stack.stopExecution(name);
      }
      await wait(20 * MINUTE);
      await people.decideSigned(ANNA, ANALYTICS, 'accept');
    },
  },
} as const satisfies Record<string, Life>;

export type LifeName = keyof typeof LIVES;

/** From the submit to the end of which everybody was told. */
export const live = async (name: LifeName, people: People, wait: Wait, stack: FaultyStack): Promise<void> => {
  const life: Life = LIVES[name];
  await people.submit(life.sides.requester, await newPair(stack, life.sides), life.connect);
  await life.act(people, wait, stack);
  const limit = life.ends === 'expired' ? WINDOW_SECONDS / MINUTE + PROMPT_MINUTES : PROMPT_MINUTES;
  await people.until(life.ends, (record) => record.status === life.ends && isConcluded(record), limit);
};
