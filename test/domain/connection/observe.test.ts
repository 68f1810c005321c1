import { describe, expect, it } from 'vitest';
import { observe } from '../../../functions/domain/connection/observe.ts';
import type { Connection, ConnectionStatus } from '../../../functions/domain/connection/ports.ts';
import { applyChange } from '../../../functions/domain/request/change.ts';
import type {
  Decision,
  DecisionKind,
  PeeringRequest,
} from '../../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../../functions/domain/request/status.ts';
import { aRequest } from '../a-request.ts';

const SEEN_AT = '2026-03-02T09:00:10.000Z';
const ENDS_AT = '2026-03-09T09:00:00.000Z';
const NOW = new Date('2026-03-04T10:00:00.000Z');
const AFTER_END = new Date('2026-03-09T09:00:00.000Z');
const TASK = 'LookAtPeering';

const followed = (status: RequestStatus, found: Partial<PeeringRequest> = {}) =>
  aRequest({
    status,
    vpc_peering_connection_id: 'pcx-0123456789abcdef0',
    connection_seen_at: SEEN_AT,
    ...found,
  });

const connection = (status: ConnectionStatus, found: Partial<Connection> = {}): Connection => ({
  id: 'pcx-0123456789abcdef0',
  status,
  status_message: `EC2 says ${status}`,
  ...found,
});

const decided = (kind: DecisionKind): Decision => ({
  kind,
  by: { kind: 'approver', id: 'anna@analytics.example' },
  at: '2026-03-04T09:00:00.000Z',
});

/**
 * What the record becomes, for every status of EC2 (or none, when it no longer shows the connection) and every
 * status of the record. A dash: the record stays as it is.
 */
const OPEN = ['submitted', 'pending-acceptance', 'provisioning', 'active'] as const;
const ENDED = ['rejected', 'expired', 'failed', 'cancelled', 'deleted'] as const;
// biome-ignore format: a table is read in columns
const TABLE = [
  // EC2 says             submitted             pending-acceptance  provisioning  active
  ['initiating-request', ['-',                  '-',                '-',          '-'      ]],
  ['pending-acceptance', ['pending-acceptance', '-',                '-',          '-'      ]],
  ['provisioning',       ['provisioning',       'provisioning',     '-',          '-'      ]],
  ['active',             ['active',             'active',           'active',     '-'      ]],
  ['rejected',           ['rejected',           'rejected',         '-',          '-'      ]],
  ['expired',            ['expired',            'expired',          '-',          '-'      ]],
  ['failed',             ['failed',             'failed',           'failed',     '-'      ]],
  ['deleting',           ['-',                  '-',                '-',          '-'      ]],
  ['deleted',            ['cancelled',          'cancelled',        'deleted',    'deleted']],
  ['gone',               ['cancelled',          'cancelled',        'deleted',    'deleted']],
  ['gone after the end', ['expired',            'expired',          'deleted',    'deleted']],
] as const;

type Answer = (typeof TABLE)[number][0];

const look = (answer: Answer, request: PeeringRequest) => {
  const isGone = answer === 'gone' || answer === 'gone after the end';
  return observe(
    request,
    isGone ? undefined : connection(answer),
    TASK,
    answer === 'gone after the end' ? AFTER_END : NOW,
  );
};

describe('observe', () => {
  const cells = TABLE.flatMap(([answer, row]) =>
    OPEN.map((status, column) => [answer, status, row[column] ?? '-'] as const),
  );

  it.each(cells)('%s of a request that is %s: %s', (answer, status, expected) => {
    const request = followed(status, { expires_at: ENDS_AT });
    const change = look(answer, request);
    if (expected === '-') return expect(change).toBeUndefined();
    expect(change?.status).toBe(expected);
    expect(change && applyChange(request, change, NOW).next.status).toBe(expected);
  });

  it.each(TABLE.flatMap(([answer]) => ENDED.map((status) => [answer, status] as const)))(
    '%s says nothing new of a request that is %s',
    (answer, status) => {
      expect(look(answer, followed(status, { expires_at: ENDS_AT }))).toBeUndefined();
    },
  );
});

describe('a connection that EC2 does not show', () => {
  const seen = Date.parse(SEEN_AT);
  const justBefore = new Date(seen + 5 * 60_000 - 1);
  const settled = new Date(seen + 5 * 60_000);

  it('may not be visible yet for five minutes after it was first seen', () => {
    for (const status of OPEN) {
      expect(observe(followed(status), undefined, TASK, new Date(seen))).toBeUndefined();
      expect(observe(followed(status), undefined, TASK, justBefore)).toBeUndefined();
      expect(observe(followed(status), undefined, TASK, settled)?.status).toBeDefined();
    }
  });

  it('counts from the last change where the record does not tell when it was seen', () => {
    const { connection_seen_at: _, ...request } = followed('submitted', { updated_at: SEEN_AT });
    expect(observe(request, undefined, TASK, justBefore)).toBeUndefined();
    expect(observe(request, undefined, TASK, settled)?.status).toBe('cancelled');
  });

  it('is not waited for within the settling time even when its window has passed', () => {
    const request = followed('pending-acceptance', { expires_at: SEEN_AT });
    expect(observe(request, undefined, TASK, justBefore)).toBeUndefined();
  });

  it('expired if it went at the end of the window or after, and nobody did that', () => {
    const request = followed('pending-acceptance', { expires_at: ENDS_AT });
    const before = observe(request, undefined, TASK, new Date(AFTER_END.getTime() - 1));
    expect(before?.status).toBe('cancelled');
    expect(observe(request, undefined, TASK, AFTER_END)).toEqual({
      status: 'expired',
      set: {},
      entry: {
        type: 'status-changed',
        actor: { kind: 'workflow', id: TASK },
        reason: 'EC2 no longer shows the connection',
      },
    });
  });

  it('was withdrawn where the end of its window was never known', () => {
    expect(observe(followed('pending-acceptance'), undefined, TASK, AFTER_END)?.status).toBe('cancelled');
  });
});

describe('what the record takes over from EC2', () => {
  it('is the window, when it opens', () => {
    const change = observe(
      followed('submitted'),
      connection('pending-acceptance', { expires_at: ENDS_AT }),
      'CreatePeering',
      NOW,
    );
    expect(change).toEqual({
      status: 'pending-acceptance',
      set: { opened_at: NOW.toISOString(), expires_at: ENDS_AT },
      entry: {
        type: 'status-changed',
        actor: { kind: 'workflow', id: 'CreatePeering' },
        reason: 'EC2 says pending-acceptance',
      },
    });
  });

  it('is no opening for a window that was never seen open', () => {
    const change = observe(followed('submitted'), connection('expired', { expires_at: ENDS_AT }), TASK, NOW);
    expect(change?.set).toEqual({ expires_at: ENDS_AT });
  });

  it('is why it failed', () => {
    const message = 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range';
    const change = observe(
      followed('submitted'),
      connection('failed', { status_message: message }),
      TASK,
      NOW,
    );
    expect(change).toMatchObject({
      status: 'failed',
      set: { failure: { code: 'failed', message } },
      entry: { reason: message, actor: { kind: 'workflow', id: TASK } },
    });
  });
});

describe('what was done outside Peerway', () => {
  const BY_ACCEPTER = { kind: 'outside', id: '222222222222' };
  const BY_REQUESTER = { kind: 'outside', id: '111111111111' };
  const BY_NOBODY_KNOWS = { kind: 'outside', id: 'unknown' };

  it.each([
    ['provisioning', 'pending-acceptance', 'accept', BY_ACCEPTER],
    ['active', 'pending-acceptance', 'accept', BY_ACCEPTER],
    ['active', 'submitted', 'accept', BY_ACCEPTER],
    ['rejected', 'pending-acceptance', 'reject', BY_ACCEPTER],
    ['deleted', 'pending-acceptance', 'cancel', BY_REQUESTER],
    ['gone', 'pending-acceptance', 'cancel', BY_NOBODY_KNOWS],
  ] as const)('%s, found on a %s request, is a decision: %s', (answer, status, kind, by) => {
    const change = look(answer, followed(status, { expires_at: ENDS_AT }));
    expect(change?.set?.decision).toEqual({ kind, by, at: NOW.toISOString() });
    expect(change?.entry.actor).toEqual(by);
    expect(change?.entry.reason).toMatch(/ \(done outside Peerway\)$/);
  });

  it.each([
    ['provisioning', 'accept'],
    ['active', 'accept'],
    ['rejected', 'reject'],
    ['deleted', 'cancel'],
    ['gone', 'cancel'],
  ] as const)('is not what was decided here: %s after %s', (answer, kind) => {
    const change = look(answer, followed('pending-acceptance', { decision: decided(kind) }));
    expect(change?.set).not.toHaveProperty('decision');
    expect(change?.entry.actor).toEqual({ kind: 'workflow', id: TASK });
    expect(change?.entry.reason).not.toContain('outside');
  });

  it.each([
    ['active', 'reject'],
    ['active', 'cancel'],
    ['rejected', 'accept'],
    ['rejected', 'cancel'],
    ['deleted', 'accept'],
    ['deleted', 'reject'],
  ] as const)('does not overwrite the decision on the record: %s after %s', (answer, kind) => {
    const request = followed('pending-acceptance', { decision: decided(kind) });
    const change = look(answer, request);
    expect(change?.entry.actor.kind).toBe('outside');
    expect(change && applyChange(request, change, NOW).next.decision).toEqual(decided(kind));
  });

  it('is a tear-down of what was accepted here, and the acceptance stays on the record', () => {
    const request = followed('active', { decision: decided('accept') });
    const change = look('deleted', request);
    expect(change).toMatchObject({
      status: 'deleted',
      set: { teardown: { kind: 'cancel', by: BY_NOBODY_KNOWS, at: NOW.toISOString() } },
      entry: { actor: BY_NOBODY_KNOWS },
    });
    expect(change?.set).not.toHaveProperty('decision');
  });

  it.each([
    ['Deleted by 222222222222', BY_ACCEPTER],
    ['Deleted by 111111111111', BY_REQUESTER],
    ['Deleted', BY_NOBODY_KNOWS],
    ['Deleted by 999999999999', BY_NOBODY_KNOWS],
  ] as const)('names the account that EC2 names: %s', (status_message, by) => {
    const request = followed('active', { decision: decided('accept') });
    const change = observe(request, connection('deleted', { status_message }), TASK, NOW);
    expect(change).toMatchObject({ set: { teardown: { by } }, entry: { actor: by } });
  });

  it('was faster than a tear-down that was asked for here, if EC2 names the other account', () => {
    const request = followed('active', { decision: decided('accept'), teardown: decided('cancel') });
    const status_message = 'Deleted by 222222222222';
    const change = observe(request, connection('deleted', { status_message }), TASK, NOW);
    expect(change?.entry.actor).toEqual(BY_ACCEPTER);
    expect(change?.set).not.toHaveProperty('teardown');
  });

  it('is no tear-down that was asked for here', () => {
    const request = followed('active', { decision: decided('accept'), teardown: decided('cancel') });
    for (const answer of ['deleted', 'gone'] as const) {
      const change = look(answer, request);
      expect(change).toMatchObject({ status: 'deleted', entry: { actor: { kind: 'workflow', id: TASK } } });
      expect(change?.set).not.toHaveProperty('decision');
    }
  });

  it.each(['expired', 'failed'] as const)('is never %s: that is nobody’s decision', (answer) => {
    const change = look(answer, followed('pending-acceptance'));
    expect(change?.set).not.toHaveProperty('decision');
    expect(change?.entry.actor).toEqual({ kind: 'workflow', id: TASK });
  });
});
