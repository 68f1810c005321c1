import { describe, expect, test } from 'vitest';
import { verifyTrail } from '../../../cli/audit/verify-trail.ts';
import type { Trail } from '../../../cli/client/api-types.ts';
import { type AuditEvent, CHAIN_START, sealEvent } from '../../../functions/domain/request/audit.ts';
import type { RequestId } from '../../../functions/domain/request/peering-request.ts';

const ID: RequestId = 'pr-01K7Q8Z4T1V6M3N9R2X5B0C8DE';
const OTHER: RequestId = 'pr-01K7Q8Z4T1V6M3N9R2X5B0C8DF';

const chainOf = (request_id: RequestId, reasons: readonly string[]): AuditEvent[] => {
  const events: AuditEvent[] = [];
  for (const [index, reason] of reasons.entries()) {
    events.push(
      sealEvent({
        request_id,
        sequence: index + 1,
        type: 'mail-sent',
        at: `2026-01-01T00:00:0${index}.000Z`,
        actor: { kind: 'workflow', id: 'AskApprovers' },
        reason,
        from_status: 'pending-acceptance',
        to_status: 'pending-acceptance',
        prev_hash: events.at(-1)?.hash ?? CHAIN_START,
      }),
    );
  }
  return events;
};

const EVENTS = chainOf(ID, ['to anna', 'to arun', 'to paul']);

/** A trail that the API calls valid. */
const trailOf = (events: AuditEvent[], head = EVENTS[2]?.hash ?? '', id = ID): Trail => ({
  id,
  created_at: '2026-01-01T00:00:00.000Z',
  head,
  events,
  chain: { valid: true, events: events.length },
  refused_again: 0,
  next_cursor: null,
});

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`there is no number ${index}`);
  return found;
};

test('a whole trail is valid', () => {
  expect(verifyTrail(ID, trailOf(EVENTS))).toEqual({
    valid: true,
    events: 3,
    head: at(EVENTS, 2).hash,
    broken_at: null,
    problems: [],
  });
});

describe('a trail is not believed, whatever the API says, when', () => {
  const says = (events: number) => `the API reports a different result: valid, ${events} events`;
  const resealed = sealEvent({ ...at(EVENTS, 1), reason: 'to nobody' });

  test.each([
    [
      'an event was changed',
      [at(EVENTS, 0), { ...at(EVENTS, 1), reason: 'to nobody' }, at(EVENTS, 2)],
      2,
      'event 2 was changed after it was written',
    ],
    [
      'an event was changed and sealed again',
      [at(EVENTS, 0), resealed, at(EVENTS, 2)],
      3,
      'event 3 does not follow the event before it',
    ],
    ['an event is missing', [at(EVENTS, 0), at(EVENTS, 2)], 2, 'event 2 is missing: event 3 is in its place'],
    ['the last event is missing', EVENTS.slice(0, 2), 2, 'the last event is not the one in the record'],
  ])('%s', (_, events, broken_at, reason) => {
    expect(verifyTrail(ID, trailOf(events))).toMatchObject({
      valid: false,
      broken_at,
      problems: [reason, says(events.length)],
    });
  });

  test('it is another request’s', () => {
    const events = chainOf(OTHER, ['to anna']);
    expect(verifyTrail(ID, trailOf(events, at(events, 0).hash))).toMatchObject({
      valid: false,
      broken_at: 1,
      problems: [`event 1 belongs to ${OTHER}`],
    });
  });

  test('the API calls it broken, and it is not', () => {
    const trail = {
      ...trailOf(EVENTS),
      chain: { valid: false as const, sequence: 2, reason: 'event 2 was changed' },
    };
    expect(verifyTrail(ID, trail).problems).toEqual([
      'the API reports a different result: not valid at event 2: event 2 was changed',
    ]);
  });
});
