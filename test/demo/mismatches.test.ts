import { describe, expect, it } from 'vitest';
import { findMismatches, type Outcome } from '../../local/demo/mismatches.ts';
import type { Expected } from '../../local/demo/story.ts';

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

const asExpected: Outcome = {
  request: {
    status: 'rejected',
    window: { expires_at: '2026-11-30T08:00:00.000Z' },
    decision,
    failure: null,
  },
  trail: { events, chain: { valid: true, events: events.length } },
  mails: [
    {
      subject: 'Approve by 30 Nov, 08:00 UTC (reminder 1): a → b (pr-1)',
      at: Date.parse('2026-11-27T08:00:01Z') / 1000,
    },
  ],
  ec2: { id: CONNECTION, status: 'rejected' },
  problems: [],
};

describe('the comparison of a story with its expected end', () => {
  it('finds nothing if everything agrees', () => {
    expect(findMismatches(expected, asExpected)).toEqual([]);
  });

  it.each<[string, Partial<Outcome>, string[]]>([
    [
      'EC2 has another status',
      { ec2: { id: CONNECTION, status: 'active' } },
      ['Status in EC2: expected rejected, got active.'],
    ],
    [
      'EC2 shows no connection',
      { ec2: undefined },
      [
        'Status in EC2: expected rejected, got none.',
        `Connection in the audit trail: expected none, got ${CONNECTION}.`,
      ],
    ],
    [
      'the chain is broken',
      { trail: { events, chain: { valid: false, sequence: 2, reason: 'event 2 is missing' } } },
      ['The hash chain of the audit trail is broken: event 2 is missing.'],
    ],
    [
      'the trail skips a status change',
      { trail: { events: events.toSpliced(2, 1), chain: { valid: true, events: 4 } } },
      ['Event 3 does not begin with the status that the event before it ended with.'],
    ],
    [
      'an email did not arrive',
      { mails: [] },
      [
        'Reminders: expected 72 hours before the deadline, got none.',
        'The audit trail has 1 sent emails, but the inbox has 0.',
      ],
    ],
    ['somebody could not act', { problems: ['anna: did not get a link.'] }, ['anna: did not get a link.']],
  ])('reports it when %s', (_, differing, sentences) => {
    expect(findMismatches(expected, { ...asExpected, ...differing })).toEqual(sentences);
  });

  it('reports every difference from another expected end', () => {
    const another: Expected = { status: 'active', failed_for: 'overlapping CIDR range', reminders: [72] };
    expect(findMismatches(another, asExpected)).toEqual([
      'Status in the API: expected active, got rejected.',
      'Status in EC2: expected active, got rejected.',
      'Status in the audit trail: expected active, got rejected.',
      'Decision: expected none, got rejected by anna@analytics.example.',
      'The request has no failure message with "overlapping CIDR range".',
    ]);
  });

  it('reports a request that was not submitted', () => {
    expect(findMismatches(expected, { mails: [], ec2: undefined, problems: ['API: refused.'] })).toEqual([
      'API: refused.',
      'The request was not submitted.',
    ]);
  });
});
