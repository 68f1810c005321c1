import { VPC } from '../seed.ts';
import type { Story } from './story.ts';

const PAYMENTS = '111111111111';
const ANALYTICS = '222222222222';
const PARTNER = '333333333333';

export const FIRST_DAY_BEGINS = 'day 1 08:00';

/** EC2's seven days for the request that nobody decides, and an hour for its last refresh and emails. */
export const LAST_DAY_ENDS = 'day 8 09:00';

export const STORIES: readonly Story[] = [
  {
    name: 'expiry',
    color: 'yellow',
    about: 'nobody decides before the deadline',
    submitted: FIRST_DAY_BEGINS,
    account: PAYMENTS,
    request: {
      vpc_id: VPC.paymentsUs,
      vpc_region: 'us-east-1',
      peer_vpc_id: VPC.analyticsUs,
      peer_owner_id: ANALYTICS,
      peer_region: 'us-east-1',
      justification: 'Monthly reports.',
      contact_email: 'priya@payments.example',
    },
    acts: [],
    expected: { status: 'expired', reminders: [72, 24, 4] },
  },
  {
    name: 'accept',
    color: 'cyan',
    about: 'an approver accepts after a few hours',
    submitted: 'day 1 09:10',
    account: PAYMENTS,
    request: {
      vpc_id: VPC.paymentsUs,
      vpc_region: 'us-east-1',
      peer_vpc_id: VPC.analyticsEu,
      peer_owner_id: ANALYTICS,
      peer_region: 'eu-west-1',
      justification: 'Settlement files for the lake.',
      contact_email: 'priya@payments.example',
    },
    acts: [
      {
        at: 'day 1 15:40',
        who: 'anna@analytics.example',
        does: 'decides',
        decision: 'accept',
        comment: 'Fits our address plan.',
      },
      { at: 'day 2 10:15', who: 'arun@analytics.example', does: 'opens the link' },
    ],
    expected: {
      status: 'active',
      decision: { kind: 'accept', by: { kind: 'approver', id: 'anna@analytics.example' } },
      reminders: [],
    },
  },
  {
    name: 'reject',
    color: 'magenta',
    about: 'an approver rejects after a reminder',
    submitted: 'day 1 10:30',
    account: ANALYTICS,
    request: {
      vpc_id: VPC.analyticsUs,
      vpc_region: 'us-east-1',
      peer_vpc_id: VPC.paymentsEu,
      peer_owner_id: PAYMENTS,
      peer_region: 'eu-west-1',
      justification: 'Card data for a churn model.',
      contact_email: 'anna@analytics.example',
    },
    acts: [
      {
        at: 'day 5 14:20',
        who: 'priya@payments.example',
        does: 'decides',
        decision: 'reject',
        comment: 'Card data stays in this VPC. Request the masked export instead.',
      },
    ],
    expected: {
      status: 'rejected',
      decision: { kind: 'reject', by: { kind: 'approver', id: 'priya@payments.example' } },
      reminders: [72],
    },
  },
  {
    name: 'outside',
    color: 'blue',
    about: 'accepted in EC2, outside Peerway',
    submitted: 'day 2 09:20',
    account: PAYMENTS,
    request: {
      vpc_id: VPC.paymentsEu,
      vpc_region: 'eu-west-1',
      peer_vpc_id: VPC.partnerEu,
      peer_owner_id: PARTNER,
      peer_region: 'eu-west-1',
      justification: 'Chargebacks with the partner.',
      contact_email: 'priya@payments.example',
    },
    acts: [
      { at: 'day 2 14:05', who: 'pat@partner.example', does: 'opens the link' },
      { at: 'day 4 16:30', who: 'pat@partner.example', does: 'accepts in EC2' },
    ],
    expected: {
      status: 'active',
      decision: { kind: 'accept', by: { kind: 'outside', id: PARTNER } },
      reminders: [],
    },
  },
  {
    name: 'overlap',
    color: 'redBright',
    about: 'the VPCs have overlapping CIDR blocks',
    submitted: 'day 3 10:05',
    account: PAYMENTS,
    request: {
      vpc_id: VPC.paymentsUs,
      vpc_region: 'us-east-1',
      // Peerway has no role there, so its preflight can't find the overlap.
      peer_vpc_id: VPC.partnerOverlap,
      peer_owner_id: PARTNER,
      peer_region: 'us-east-1',
      justification: 'Card tokens from the partner.',
      contact_email: 'priya@payments.example',
    },
    acts: [],
    expected: { status: 'failed', failed_for: 'overlapping CIDR range', reminders: [] },
  },
];
