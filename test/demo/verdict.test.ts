import { describe, expect, it } from 'vitest';
import type { Expected } from '../../local/demo/story.ts';
import { disagreements, type Found } from '../../local/demo/verdict.ts';

const CONNECTION = 'pcx-0123456789abcdef0';

const decision = {
  kind: 'reject',
  by: { kind: 'approver', id: 'anna@analytics.example' },
} as const satisfies Expected['decision'];

const expected: Expected = { status: 'rejected', decision, reminders: [72] };

const events = [
  { type: 'request-submitted', from_status: null, to_status: 'submitted' },
  { type: 'connection-created', from_status: 'submitted', to_status: 'submitted', reason: CONNECTION },
  { type: 'status-changed', from_status: 'submitted', to_status: 'pending-acceptance' },
  { type: 'mail-sent', from_status: 'pending-acceptance', to_status: 'pending-acceptance' },
  { type: 'status-changed', from_status: 'pending-acceptance', to_status: 'rejected' },
] as const;

const asTold: Found = {
  request: {
    status: 'rejected',
    window: { expires_at: '2026-11-30T08:00:00.000Z' },
    decision,
    failure: null,
  },
  trail: { events, chain: { valid: true, events: events.length } },
  mails: [
    {
      subject: 'VPC peering a → b: Reminder, 3 days left [pr-1]',
      at: Date.parse('2026-11-27T08:00:01Z') / 1000,
    },
  ],
  ec2: { id: CONNECTION, status: 'rejected' },
  troubles: [],
};

describe('the verdict on a story', () => {
  it('finds nothing where all agree', () => {
    expect(disagreements(expected, asTold)).toEqual([]);
  });

  it.each<[string, Partial<Found>, string[]]>([
    ['EC2 says otherwise', { ec2: { id: CONNECTION, status: 'active' } }, ['EC2 says active, not rejected.']],
    [
      'EC2 shows no connection',
      { ec2: undefined },
      ['EC2 says nothing, not rejected.', `The trail says ${CONNECTION}, not nothing.`],
    ],
    [
      'the chain is broken',
      { trail: { events, chain: { valid: false, sequence: 2, reason: 'event 2 is missing' } } },
      ['The chain of the trail is broken: event 2 is missing.'],
    ],
    [
      'the trail leaps from one status to another',
      { trail: { events: events.toSpliced(2, 1), chain: { valid: true, events: 4 } } },
      ['Event 3 does not begin where the one before it ended.'],
    ],
    [
      'a mail did not arrive',
      { mails: [] },
      [
        'The inbox says no reminder, not reminders 72 hours before the end.',
        'The trail tells of 1 mails, the inbox of 0.',
      ],
    ],
    [
      'somebody could not do their part',
      { troubles: ['anna: has got no link.'] },
      ['anna: has got no link.'],
    ],
  ])('says so when %s', (_, differing, sentences) => {
    expect(disagreements(expected, { ...asTold, ...differing })).toEqual(sentences);
  });

  it('says so when something else was told', () => {
    const told: Expected = { status: 'active', failed_for: 'overlapping CIDR range', reminders: [72] };
    expect(disagreements(told, asTold)).toEqual([
      'The API says rejected, not active.',
      'EC2 says rejected, not active.',
      'The trail says rejected, not active.',
      'The record says reject by anna@analytics.example, not no decision.',
      'The record does not say that it failed for "overlapping CIDR range".',
    ]);
  });

  it('says so when there is no request', () => {
    expect(disagreements(expected, { mails: [], ec2: undefined, troubles: ['API: refused.'] })).toEqual([
      'API: refused.',
      'There is no request.',
    ]);
  });
});
