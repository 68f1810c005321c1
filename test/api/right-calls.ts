import { VPC } from '../../local/seed.ts';
import { ANALYTICS, HUB, PAYMENTS } from '../journey/journey.ts';

/** What is there, in the statuses in which the routes would take a right call: requests, and a connection without one. */
export type World = { pending: string; decidable: string; ended: string; ending: string; found: string };

/** A call in which nothing is wrong: each malformed one is one of these with something broken. */
export type RightCall = { account: string; method: string; path: string; body: Record<string, unknown> };

const SUBMISSION = {
  vpc_id: VPC.paymentsUs,
  vpc_owner_id: PAYMENTS,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsUs,
  peer_owner_id: ANALYTICS,
  peer_region: 'us-east-1',
  justification: 'Settlement files go to the lake.',
  contact_email: 'priya@payments.example',
  connect: { routes: true, dns_resolution: true },
  active_for: 'P30D',
};

export const rightCalls = ({ pending, decidable, ended, ending, found }: World) => ({
  submit: {
    account: PAYMENTS,
    method: 'POST',
    path: '/peering-requests',
    body: {
      ...SUBMISSION,
      dry_run: false,
    },
  },
  preflight: {
    account: PAYMENTS,
    method: 'POST',
    path: '/peering-requests/preflight',
    body: SUBMISSION,
  },
  cancel: {
    account: PAYMENTS,
    method: 'POST',
    path: `/peering-requests/${pending}/cancel`,
    body: { comment: 'not needed', expected_status: 'pending-acceptance' },
  },
  decide: {
    account: `${ANALYTICS}-anna@analytics.example`,
    method: 'POST',
    path: `/peering-requests/${decidable}/decision`,
    body: { decision: 'accept', comment: 'agreed' },
  },
  resubmit: {
    account: PAYMENTS,
    method: 'POST',
    path: `/peering-requests/${ended}/resubmit`,
    body: { justification: 'once more', active_for: 'P7D' },
  },
  extend: {
    account: PAYMENTS,
    method: 'POST',
    path: `/peering-requests/${ending}/extension`,
    body: { extends_by: 'P7D', reason: 'a week longer' },
  },
  adopt: {
    account: HUB,
    method: 'POST',
    path: `/connections/${found}/adopt`,
    body: { justification: 'older than Peerway', contact_email: 'priya@payments.example', dry_run: false },
  },
  put: {
    account: HUB,
    method: 'PUT',
    path: '/accounts/555555555555',
    body: {
      name: 'risk',
      approvers: ['rosa@risk.example', 'raj@risk.example'],
      onboarded: true,
      auto_accept_from: [PAYMENTS],
      required_approvals: 2,
      reminders: ['P1D', 'PT4H'],
      escalation_email: 'boss@risk.example',
      time_zone: 'Europe/Paris',
      connect: 'apply',
      decide_by: ['link', 'signed'],
      pick_up: true,
      pick_up_unknown: true,
      repeat_rejection: 'P30D',
      longest_active_for: 'P365D',
      review_every: 'P90D',
      review_unanswered: 'remove',
      announce_to: 'arn:aws:sns:eu-west-1:555555555555:peerway-requests',
      rules: [
        {
          name: 'one-region',
          when: {
            requester_accounts: [PAYMENTS, '777777777777'],
            requester_regions: ['us-east-1'],
            peer_regions: ['us-east-1'],
            same_region: true,
            cidr_blocks: ['10.0.0.0/8', '2001:db8::/32'],
            requester_tags: { env: 'dev' },
            peer_tags: { 'cost center': '' },
            asks_for_routes: false,
          },
          then: 'ask',
          required_approvals: 1,
          approvers: ['rosa@risk.example', 'raj@risk.example'],
          longest_active_for: 'P30D',
          because: 'Development stays where it is.',
        },
      ],
    },
  },
});
