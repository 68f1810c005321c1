import { setTimeout as pause } from 'node:timers/promises';
import { apiClient } from '../../local/demo/api-client.ts';
import { openPage, postDecision } from '../../local/demo/decision-page.ts';
import { findDecisionLinks } from '../../local/mail-links.ts';
import { VPC } from '../../local/seed.ts';
import type { Stack } from '../../local/stack.ts';

const REQUESTER = '111111111111';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Payments in us-east-1 asks analytics in eu-west-1. */
const ASKED = {
  vpc_id: VPC.paymentsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: '222222222222',
  peer_region: 'eu-west-1',
  justification: 'Settlement files go to the lake.',
  contact_email: 'priya@payments.example',
};

/** How a request goes: decided by its second day, or never. */
export type Life = 'accepted' | 'rejected' | 'expired';

export type Lived = {
  /** As the local Step Functions counted them. */
  transitions: number;
  /** Asks the API how many events the trail has. */
  events: () => Promise<number>;
};

/** Longer than the table's stream takes to reach its readers, in real milliseconds. */
const STREAM_MS = 300;

/** A request from submit to its end, through the front door: API, mail, page. The requester looks twice. */
export const live = async (life: Life, stack: Stack): Promise<Lived> => {
  const { endpoints, clock, inbox, states, stateMachineArn } = stack;
  const api = apiClient(endpoints.api, REQUESTER);
  const { id } = await api.submit(ASKED);
  await clock.advance(DAY_MS);
  await api.getRequest(id);
  if (life !== 'expired') {
    const [link] = await findDecisionLinks(inbox, id);
    if (!link) throw new Error(`${id}: nobody got a link.`);
    const page = await openPage(link.url);
    await postDecision(page, life === 'accepted' ? 'accept' : 'reject', 'as agreed');
  }
  await clock.advance(7 * DAY_MS);
  const { status } = await api.getRequest(id);
  if (status !== (life === 'accepted' ? 'active' : life)) throw new Error(`${id} is ${status}, not ${life}.`);
  await pause(STREAM_MS);
  await clock.idle();
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  return {
    transitions: states.transitions(executionArn),
    events: async () => (await api.getTrail(id)).events.length,
  };
};
