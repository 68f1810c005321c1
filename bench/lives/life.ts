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

/** Both sides have managed route tables in these two VPCs, and nothing is in the way. */
const TO_CONNECT = {
  ...SUBMISSION,
  vpc_id: VPC.paymentsLedger,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsLake,
  connect: { routes: true, dns_resolution: true },
};

/** How a request ends: decided on its second day, or expired. `connected` asks for routes, and is accepted with them. */
export type Life = 'accepted' | 'connected' | 'rejected' | 'expired';

const isAccepted = (life: Life): boolean => life === 'accepted' || life === 'connected';

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
  const { id } = await api.submit(life === 'connected' ? TO_CONNECT : SUBMISSION);
  await clock.advance(DAY_MS);
  await api.getRequest(id);
  if (life !== 'expired') {
    const [link] = await findDecisionLinks(inbox, id);
    if (!link) throw new Error(`${id}: no email has a decision link.`);
    const page = await openPage(link.url);
    const consent = life === 'connected' ? { connect: 'yes' } : {};
    await postDecision(page, isAccepted(life) ? 'accept' : 'reject', 'as agreed', consent);
  }
  await clock.advance(7 * DAY_MS);
  const { status, connectivity } = await api.getRequest(id);
  if (status !== (isAccepted(life) ? 'active' : life))
    throw new Error(`${id} ended as ${status}, not ${life}.`);
  if (life === 'connected' && connectivity?.state !== 'connected')
    throw new Error(`The VPCs of ${id} aren't connected: ${connectivity?.state}.`);
  await pause(STREAM_MS);
  await clock.idle();
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  return {
    transitions: states.transitions(executionArn),
    countEvents: async () => (await api.getTrail(id)).events.length,
  };
};
