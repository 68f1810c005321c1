import { setTimeout as pause } from 'node:timers/promises';
import { apiClient } from '../../local/demo/api-client.ts';
import { openPage, postDecision } from '../../local/demo/decision-page.ts';
import { findDecisionLinks } from '../../local/mail-links.ts';
import { VPC } from '../../local/seed.ts';
import type { Stack } from '../../local/stack.ts';

const REQUESTER = '111111111111';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const SUBMISSION = {
  vpc_id: VPC.paymentsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: '222222222222',
  peer_region: 'eu-west-1',
  justification: 'Settlement files go to the lake.',
  contact_email: 'priya@payments.example',
};

/** How a request ends: decided on its second day, or expired. */
export type Life = 'accepted' | 'rejected' | 'expired';

export type LifeCounts = {
  /** As the local Step Functions counts them. */
  transitions: number;
  /** Gets the number of events in the audit trail from the API. */
  countEvents: () => Promise<number>;
};

/** Enough for the table's stream to reach its readers, in real milliseconds. */
const STREAM_MS = 300;

/** Runs a request from its submission to its end, through the API, emails and pages. The requester gets it twice. */
export const runLife = async (life: Life, stack: Stack): Promise<LifeCounts> => {
  const { endpoints, clock, inbox, states, stateMachineArn } = stack;
  const api = apiClient(endpoints.api, REQUESTER);
  const { id } = await api.submit(SUBMISSION);
  await clock.advance(DAY_MS);
  await api.getRequest(id);
  if (life !== 'expired') {
    const [link] = await findDecisionLinks(inbox, id);
    if (!link) throw new Error(`${id}: no email has a decision link.`);
    const page = await openPage(link.url);
    await postDecision(page, life === 'accepted' ? 'accept' : 'reject', 'as agreed');
  }
  await clock.advance(7 * DAY_MS);
  const { status } = await api.getRequest(id);
  if (status !== (life === 'accepted' ? 'active' : life))
    throw new Error(`${id} ended as ${status}, not ${life}.`);
  await pause(STREAM_MS);
  await clock.idle();
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  return {
    transitions: states.transitions(executionArn),
    countEvents: async () => (await api.getTrail(id)).events.length,
  };
};
