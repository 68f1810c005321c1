import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { SFNClient, UpdateStateMachineAliasCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { apiClient } from '../../local/demo/api-client.ts';
import { openPage, postDecision } from '../../local/demo/decision-page.ts';
import { invokeFunction } from '../../local/functions.ts';
import { findDecisionLinks } from '../../local/mail-links.ts';
import { HUB_ACCOUNT_ID, VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { LIVE, type Stack, startStack } from '../../local/stack.ts';

export const REQUESTER = '111111111111';
export const ACCEPTER = '222222222222';

/** The stack, requests and links that the routes are called with. */
export type World = {
  stack: Stack;
  /** A request that waits for a decision. */
  pendingId: string;
  /** A rejected request. */
  endedId: string;
  /** An active request that has an end. */
  endingId: string;
  /** An active connection without a request. */
  foundId: string;
  /** Tokens of links: to decide the pending request, to withdraw it, to see the rejected one, and to the board. */
  decide: string;
  withdraw: string;
  view: string;
  board: string;
  /** To ask for more time for the active request. */
  extend: string;
  /** To answer a review of an active connection. */
  review: string;
  /** The tokens in the pages' forms. */
  decideForm: string;
  withdrawForm: string;
  viewForm: string;
  extendForm: string;
  reviewForm: string;
};

const SETTLED_MS = 30_000;

/** New executions only wait, so that their work doesn't disturb the measurement. */
const WAITING = JSON.stringify({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 864_000, End: true } },
});

/** Creates two requests with the real workflow, then replaces the workflow with one that only waits. */
export const startWorld = async (): Promise<World> => {
  // Calls are repeated more often than an account may call.
  const limits = { submissions_per_hour: Number.MAX_SAFE_INTEGER };
  const stack = await startStack({ speed: 0, schedules: false, limits });
  try {
    return await fillWorld(stack);
  } catch (error) {
    await stack.close();
    throw error;
  }
};

const fillWorld = async (stack: Stack): Promise<World> => {
  const { endpoints, inbox, clock, stateMachineArn } = stack;
  const api = apiClient(endpoints.api, REQUESTER);
  const submit = async (
    vpc_id: string,
    peer_vpc_id: string,
    region: string,
    more: { active_for?: string } = {},
  ): Promise<string> => {
    const { id } = await api.submit({
      vpc_id,
      vpc_region: region,
      peer_vpc_id,
      peer_owner_id: ACCEPTER,
      peer_region: region,
      justification: 'Settlement files go to the lake.',
      contact_email: 'priya@payments.example',
      ...more,
    });
    await clock.advance(SETTLED_MS);
    return id;
  };
  const linkOf = async (id: string): Promise<string> => (await findDecisionLinks(inbox, id))[0]?.url ?? '';

  const endedId = await submit(VPC.paymentsEu, VPC.analyticsEu, 'eu-west-1');
  await postDecision(await openPage(await linkOf(endedId)), 'reject', 'not this one');
  await clock.advance(SETTLED_MS);
  const endingId = await submit(VPC.paymentsLedger, VPC.analyticsLake, 'eu-west-1', { active_for: 'P30D' });
  await postDecision(await openPage(await linkOf(endingId)), 'accept', 'as agreed');
  await clock.advance(SETTLED_MS);
  const pendingId = await submit(VPC.paymentsUs, VPC.analyticsUs, 'us-east-1');

  const foundId = await createOutside(stack);

  const decideUrl = await linkOf(pendingId);
  const withdrawUrl = await statusLink(stack, pendingId);
  const viewUrl = await statusLink(stack, endedId);
  const extendUrl = await statusLink(stack, endingId);
  const boardUrl = await boardLink(stack);
  const reviewUrl = await reviewLink(stack);
  const [decideForm = '', withdrawForm = '', viewForm = '', extendForm = '', reviewForm = ''] =
    await Promise.all(
      [decideUrl, withdrawUrl, viewUrl, extendUrl, reviewUrl].map(
        async (url) => (await openPage(url)).formToken ?? '',
      ),
    );
  const sfn = new SFNClient({});
  const { stateMachineVersionArn } = await sfn.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition: WAITING, publish: true }),
  );
  await sfn.send(
    new UpdateStateMachineAliasCommand({
      stateMachineAliasArn: `${stateMachineArn}:${LIVE}`,
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
    }),
  );
  return {
    stack,
    pendingId,
    endedId,
    endingId,
    foundId,
    decide: tokenOf(decideUrl),
    withdraw: tokenOf(withdrawUrl),
    view: tokenOf(viewUrl),
    board: tokenOf(boardUrl),
    extend: tokenOf(extendUrl),
    review: tokenOf(reviewUrl),
    decideForm,
    withdrawForm,
    viewForm,
    extendForm,
    reviewForm,
  };
};

/** As people do it who have never heard of Peerway. */
const createOutside = async ({ endpoints, clock }: Stack): Promise<string> => {
  const as = (accessKeyId: string) =>
    new EC2Client({
      region: 'eu-west-1',
      endpoint: endpoints.ec2,
      credentials: { accessKeyId, secretAccessKey: 'local' },
    });
  const { VpcPeeringConnection: made } = await as(REQUESTER).send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: VPC.paymentsLedger,
      PeerVpcId: VPC.analyticsEu,
      PeerOwnerId: ACCEPTER,
    }),
  );
  const VpcPeeringConnectionId = made?.VpcPeeringConnectionId ?? '';
  await clock.advance(SETTLED_MS);
  await as(ACCEPTER).send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  await clock.advance(SETTLED_MS);
  await invokeFunction('schedules/update-register', {});
  return VpcPeeringConnectionId;
};

const tokenOf = (url: string): string => url.split('/').at(-1) ?? '';

/** Finds the requester's link in the last email about a request. */
const statusLink = async ({ inbox }: Stack, id: string): Promise<string> => {
  const mails = (await inbox.emails()).filter(({ subject }) => subject.includes(id)).reverse();
  const texts = mails.map(({ body }) => body.text ?? '');
  const url = texts.map((text) => /https?:\/\/\S+\/status\/[\w-]+/.exec(text)?.[0]).find(Boolean);
  if (!url) throw new Error(`${id}: no email has a link to its status page.`);
  return url;
};

/** Starts a review of the accepter's connections. */
const reviewLink = async ({ endpoints, inbox }: Stack): Promise<string> => {
  const approvers = ['anna@analytics.example', 'arun@analytics.example'];
  const entry = { name: 'analytics', approvers, onboarded: true };
  await signedFetch(HUB_ACCOUNT_ID, `${endpoints.api}/accounts/${ACCEPTER}`, {
    method: 'PUT',
    body: JSON.stringify({ ...entry, decide_by: ['link', 'signed'], review_every: 'P90D' }),
  });
  await invokeFunction('schedules/review-connections', {});
  const mail = (await inbox.emails()).findLast(({ subject }) => subject.startsWith('Review '));
  const url = /https?:\/\/\S+\/reviews\/[\w-]+/.exec(mail?.body.text ?? '')?.[0];
  if (!url) throw new Error('No email has a link to a review.');
  return url;
};

const boardLink = async ({ endpoints }: Stack): Promise<string> => {
  const response = await signedFetch(HUB_ACCOUNT_ID, `${endpoints.api}/board-links`, { method: 'POST' });
  const { data } = (await response.json()) as { data: { url: string } };
  return data.url;
};
