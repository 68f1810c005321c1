import { AcceptVpcPeeringConnectionCommand, DeleteVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { isConcluded } from '../../functions/domain/workflow/conclude.ts';
import type { FaultyStack } from './faulty-stack.ts';
import { ANALYTICS, ec2As, newPair, PARTNER, PAYMENTS, type Sides } from './pair-of-vpcs.ts';
import type { Asked, People } from './people.ts';
import type { Wait } from './virtual-script.ts';

/** The window of these lives, so that a day's worth of sweeps sees all of them through. */
export const WINDOW_SECONDS = 6 * 3600;

const MINUTE = 60;
const ANNA = 'anna@analytics.example';
const PRIYA = 'priya@payments.example';

export type Life = {
  sides: Sides;
  /** Who must have been asked, if it waited for long. */
  approvers: readonly string[];
  ends: RequestStatus;
  asks?: Asked;
  /** It begins with a connection that somebody creates with EC2 alone. */
  isFound?: true;
  /** What a schedule does is a part of it, so that each of its runs can fail. */
  schedule?: `schedules/${string}`;
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
    asks: { connect: { routes: true, dns_resolution: true } },
    act: (people) => people.decide(ANNA, 'accept'),
  },
  /** Within a Region, where security groups may name each other, so Peerway looks for what is left of that. */
  disconnected: {
    sides: { ...ACROSS, within: 'us-east-1' },
    approvers: APPROVERS,
    ends: 'deleted',
    asks: { connect: { routes: true } },
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
    asks: { connect: { routes: true } },
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
  /** The register finds it, and its people are asked and told as all others are. */
  'picked up': {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'active',
    isFound: true,
    schedule: 'schedules/update-register',
    act: (people) => people.decide(ANNA, 'accept'),
  },
  /** For two hours, and for two more: the first end deletes nothing, and of each end both sides hear before it. */
  'ended by its date': {
    sides: ACROSS,
    approvers: APPROVERS,
    ends: 'deleted',
    asks: { active_for: 'PT2H' },
    schedule: 'schedules/sweep',
    act: async (people, wait, stack) => {
      await people.decide(ANNA, 'accept');
      await isActive(people);
      await people.askForMoreTime(PAYMENTS, 'PT2H');
      const before = (await people.record()).ends_at;
      await people.until(
        'asked about more time',
        async () => (await people.count(ANNA, 'More time? ')) > 0,
        45,
      );
      await people.grantMoreTime(ANNA, ANALYTICS);
      const { ends_at = '' } = await people.record();
      if (before && Date.parse(ends_at) - Date.parse(before) !== 2 * 60 * MINUTE * 1000)
        throw new Error(`two hours more were granted, and the end went from ${before} to ${ends_at}`);
      await people.until(
        'told about more time',
        async () => (await people.count(PRIYA, 'More time: ')) > 0,
        45,
      );
      const left = () => (Date.parse(ends_at) - stack.local.clock.now().getTime()) / 1000;
      await wait(left() - 5 * MINUTE);
      for (const person of [PRIYA, ANNA])
        if ((await people.count(person, 'Ends ')) === 0) throw new Error(`${person} was told of no end`);
      const { status, teardown } = await people.record();
      if (status !== 'active' || teardown) throw new Error(`before its end it is ${status}`);
      await wait(left());
    },
  },
} as const satisfies Record<string, Life>;

export type LifeName = keyof typeof LIVES;

/** From the submit to the end of which everybody was told. */
export const live = async (name: LifeName, people: People, wait: Wait, stack: FaultyStack): Promise<void> => {
  const life: Life = LIVES[name];
  const { requester } = life.sides;
  const pair = await newPair(stack, life.sides);
  await (life.isFound ? people.createOutside(requester, pair) : people.submit(requester, pair, life.asks));
  await life.act(people, wait, stack);
  const limit = life.ends === 'expired' ? WINDOW_SECONDS / MINUTE + PROMPT_MINUTES : PROMPT_MINUTES;
  await people.until(life.ends, (record) => record.status === life.ends && isConcluded(record), limit);
};
