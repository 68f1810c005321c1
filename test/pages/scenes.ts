import type { Page } from 'playwright-core';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { Stack } from '../../local/stack.ts';

/** A page as somebody sees it: behind an address, after what they do on it, if anything, without consequence. */
export type Sight = { name: string; url: string; act?: (page: Page) => Promise<unknown> };

export const HOUR = 3600;
export const DAY = 24 * HOUR;

const PAYMENTS = '111111111111';
const ANALYTICS = '222222222222';
const PARTNER = '333333333333';
const HUB = '999999999999';

/** The VPCs by which the scenes ask each other, each with its account and Region. */
const SIDES = {
  paymentsUs: { vpc: VPC.paymentsUs, account: PAYMENTS, region: 'us-east-1' },
  paymentsEu: { vpc: VPC.paymentsEu, account: PAYMENTS, region: 'eu-west-1' },
  paymentsLedger: { vpc: VPC.paymentsLedger, account: PAYMENTS, region: 'eu-west-1' },
  paymentsLegacy: { vpc: VPC.paymentsLegacy, account: PAYMENTS, region: 'us-east-1' },
  analyticsUs: { vpc: VPC.analyticsUs, account: ANALYTICS, region: 'us-east-1' },
  analyticsLake: { vpc: VPC.analyticsLake, account: ANALYTICS, region: 'eu-west-1' },
  analyticsEu: { vpc: VPC.analyticsEu, account: ANALYTICS, region: 'eu-west-1' },
  analyticsOverlap: { vpc: VPC.analyticsOverlap, account: ANALYTICS, region: 'us-east-1' },
  partnerUs: { vpc: VPC.partnerUs, account: PARTNER, region: 'us-east-1' },
  partnerEu: { vpc: VPC.partnerEu, account: PARTNER, region: 'eu-west-1' },
  partnerOverlap: { vpc: VPC.partnerOverlap, account: PARTNER, region: 'us-east-1' },
} as const;

export type SideName = keyof typeof SIDES;

/** What people do with a running stack, in the fewest words. */
export const actors = (stack: Stack) => {
  const { api } = stack.endpoints;
  const pass = (seconds: number) => stack.clock.advance(seconds * 1000);

  const call = async <T>(account: string, method: string, path: string, body?: object): Promise<T> => {
    const response = await signedFetch(account, api + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data?: T };
    if (!answer.data) throw new Error(`${method} ${path} was answered ${JSON.stringify(answer)}`);
    return answer.data;
  };

  /** The newest link of a kind that somebody's mails about a request carry. */
  const linkOf = async (person: string, id: string, kind: 'decisions' | 'status'): Promise<string> => {
    const mails = (await stack.inbox.emails())
      .filter(({ destination, subject }) => destination.to.includes(person) && subject.includes(id))
      .reverse();
    for (const { body } of mails) {
      const url = new RegExp(`https?://\\S+/${kind}/[\\w-]+`).exec(body.text ?? '')?.[0];
      if (url) return url;
    }
    throw new Error(`${person} has no link to ${kind} of ${id}`);
  };

  return {
    pass,
    call,
    linkOf,
    submit: async (
      from: SideName,
      to: SideName,
      justification: string,
      more: object = {},
    ): Promise<string> => {
      const [requester, accepter] = [SIDES[from], SIDES[to]];
      const { id } = await call<{ id: string }>(requester.account, 'POST', '/peering-requests', {
        vpc_id: requester.vpc,
        vpc_region: requester.region,
        peer_vpc_id: accepter.vpc,
        peer_owner_id: accepter.account,
        peer_region: accepter.region,
        justification,
        contact_email: 'priya@payments.example',
        ...more,
      });
      await pass(30);
      return id;
    },
    /** Somebody wants to reach an account that the directory doesn't have, of which the digest tells. */
    checkUnknown: (peer_owner_id: string) =>
      call(PAYMENTS, 'POST', '/peering-requests/preflight', {
        vpc_id: VPC.paymentsUs,
        vpc_region: 'us-east-1',
        peer_vpc_id: VPC.partnerUs,
        peer_owner_id,
      }),
    /** The network team writes that somebody is away for four days, from now on. */
    isAway: async (person: string, instead: string) => {
      const now = stack.clock.now().getTime();
      const [from, until] = [0, 4 * DAY].map((after) => new Date(now + after * 1000).toISOString());
      const directory = { away: [{ person, from, until, instead }] };
      const { version } = await call<{ version: number }>(HUB, 'GET', '/directory');
      await call(HUB, 'PUT', '/directory', { version, directory });
    },
    request: <T>(id: string): Promise<T> => call(HUB, 'GET', `/peering-requests/${id}`),
    putAccount: (account: string, entry: object) => call(HUB, 'PUT', `/accounts/${account}`, entry),
    boardLink: async (): Promise<string> => (await call<{ url: string }>(HUB, 'POST', '/board-links')).url,
    linkToRead: async (account: string, id: string): Promise<string> =>
      (await call<{ url: string }>(account, 'POST', `/peering-requests/${id}/links`)).url,
    /** Sends a page's form, as a browser without scripts does; to `to`, if its form leads to another path. */
    send: async (link: string, fields: Record<string, string>, to?: string): Promise<Response> => {
      const shown = await (await fetch(link)).text();
      const form_token = /name="form_token" value="([^"]+)"/.exec(shown)?.[1] ?? '';
      const action = to ? link.replace(/\/status\//, to) : link;
      return fetch(action, { method: 'POST', body: new URLSearchParams({ form_token, ...fields }) });
    },
  };
};

export type Actors = ReturnType<typeof actors>;

export const ANNA = 'anna@analytics.example';
export const INES = 'ines@analytics.example';
export const ARUN = 'arun@analytics.example';
export const PAT = 'pat@partner.example';
export const PRIYA = 'priya@payments.example';

export const ANALYTICS_ENTRY = {
  name: 'analytics',
  approvers: [ANNA, ARUN],
  onboarded: true,
  connect: 'apply',
  escalation_email: 'head-of-data@analytics.example',
};
