import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditEvent,
  hashEvent,
  sealEvent,
  verifyChain,
} from '../../../functions/domain/request/audit.ts';
import { applyChange, type Change } from '../../../functions/domain/request/change.ts';
import { note, SUBMITTED_AT, submitted } from '../a-request.ts';

type Trail = { events: AuditEvent[]; head: string };

/** A request's life as its events tell it. */
const trailOf = (changes: readonly Change[]): Trail => {
  const { request: first, event } = submitted();
  let request = first;
  const events = [event];
  for (const [index, change] of changes.entries()) {
    const applied = applyChange(request, change, new Date(SUBMITTED_AT.getTime() + (index + 1) * 60_000));
    request = applied.next;
    events.push(applied.event);
  }
  return { events, head: request.audit_head };
};

const outside = { kind: 'outside', id: '222222222222' } as const;

const TRAIL = trailOf([
  note('approval to anna@analytics.example'),
  {
    status: 'pending-acceptance',
    entry: { type: 'status-changed', actor: { kind: 'workflow', id: 'CreatePeering' } },
  },
  {
    entry: {
      type: 'decision-recorded',
      actor: { kind: 'approver', id: 'anna@analytics.example' },
      reason: 'accept: Überprüft – „passt“ 👍',
      source_ip: '192.0.2.7',
    },
  },
  { status: 'active', entry: { type: 'status-changed', actor: outside, reason: 'Active' } },
]);

const PLACES = TRAIL.events.map(({ sequence }) => sequence);

/** The event at a place, which counts from 1. */
const eventAt = (place: number, { events } = TRAIL): AuditEvent => {
  const event = events[place - 1];
  if (!event) throw new Error(`the trail has no event ${place}`);
  return event;
};

const replaced = (place: number, event: AuditEvent): AuditEvent[] => TRAIL.events.with(place - 1, event);

/** RFC 8785 for what an event can hold: members sorted by their UTF-16 names, everything else as JSON has it. */
const canonical = (value: unknown): string =>
  value !== null && typeof value === 'object'
    ? `{${Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
        .join(',')}}`
    : JSON.stringify(value);

describe('a trail', () => {
  it('verifies as it was written', () => {
    expect(verifyChain(TRAIL.events, TRAIL.head)).toEqual({ valid: true, events: 5 });
  });

  it('has hashes that anybody can recompute', () => {
    let before = '0'.repeat(64);
    for (const { hash, ...event } of TRAIL.events) {
      expect(event.prev_hash).toBe(before);
      expect(hash).toBe(createHash('sha256').update(canonical(event)).digest('hex'));
      before = hash;
    }
    expect(TRAIL.head).toBe(before);
  });

  it('has the hash of one event written down', () => {
    const event: Omit<AuditEvent, 'hash'> = {
      type: 'request-submitted',
      actor: { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' },
      request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
      sequence: 1,
      at: '2026-03-02T09:00:00.000Z',
      from_status: null,
      to_status: 'submitted',
      prev_hash: '0'.repeat(64),
    };
    const json =
      '{"actor":{"id":"arn:aws:iam::111111111111:user/rosa","kind":"caller"},"at":"2026-03-02T09:00:00.000Z",' +
      '"from_status":null,"prev_hash":"0000000000000000000000000000000000000000000000000000000000000000",' +
      '"request_id":"pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8","sequence":1,"to_status":"submitted","type":"request-submitted"}';
    expect(hashEvent(event)).toBe(createHash('sha256').update(json).digest('hex'));
  });

  it('has the same hashes whatever order a database gives the members back in', () => {
    const reordered = TRAIL.events.map(
      (event) => Object.fromEntries(Object.entries(event).reverse()) as AuditEvent,
    );
    expect(verifyChain(reordered, TRAIL.head)).toEqual({ valid: true, events: 5 });
  });

  it('verifies with any text in it, as independent code hashes it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (texts) => {
        const { events, head } = trailOf(texts.map(note));
        const stored = JSON.parse(JSON.stringify(events)) as AuditEvent[];
        expect(verifyChain(stored, head)).toEqual({ valid: true, events: texts.length + 1 });
        for (const { hash, ...event } of stored) {
          expect(hash).toBe(createHash('sha256').update(canonical(event)).digest('hex'));
        }
      }),
    );
  });

  it('does not hash a member that is undefined, because no database keeps it', () => {
    const entry = { type: 'mail-sent', actor: outside, source_ip: undefined } as unknown as Change['entry'];
    const { events, head } = trailOf([{ entry }]);
    expect(verifyChain(JSON.parse(JSON.stringify(events)) as AuditEvent[], head).valid).toBe(true);
  });
});

describe('a trail that was tampered with is invalid, and names the place:', () => {
  const inner = (event: AuditEvent) => ({
    ...event,
    actor: { ...event.actor, id: `${event.actor.id}!` },
  });

  const edits = TRAIL.events.flatMap((event) => [
    ...Object.entries(event).map(
      ([name, value]) =>
        [
          event.sequence,
          `${name} changed`,
          { ...event, [name]: typeof value === 'number' ? value + 1 : `${value}!` } as AuditEvent,
        ] as const,
    ),
    ...Object.keys(event).map(
      (name) =>
        [
          event.sequence,
          `${name} removed`,
          Object.fromEntries(Object.entries(event).filter(([other]) => other !== name)) as AuditEvent,
        ] as const,
    ),
    [event.sequence, 'an actor of another name', inner(event)] as const,
    [event.sequence, 'a member added', { ...event, approved_by: 'mallory' } as AuditEvent] as const,
  ]);

  it.each(edits)('event %i with %s', (place, _, event) => {
    expect(verifyChain(replaced(place, event), TRAIL.head)).toMatchObject({ valid: false, sequence: place });
  });

  it.each(PLACES)('event %i changed and hashed again', (place) => {
    const { hash: _, ...event } = eventAt(place);
    const forged = replaced(place, sealEvent({ ...event, reason: 'rewritten' }));
    // Its own hash fits: what follows gives it away, or the record where nothing does.
    expect(verifyChain(forged, TRAIL.head)).toMatchObject({
      valid: false,
      sequence: Math.min(place + 1, TRAIL.events.length),
    });
  });

  it('the whole rest written anew', () => {
    const { hash: _, ...second } = eventAt(2);
    const forged = [eventAt(1), sealEvent({ ...second, reason: 'rewritten' })];
    for (const { hash: _, ...event } of TRAIL.events.slice(2)) {
      forged.push(sealEvent({ ...event, prev_hash: forged.at(-1)?.hash ?? '' }));
    }
    expect(verifyChain(forged, forged.at(-1)?.hash ?? '').valid).toBe(true);
    expect(verifyChain(forged, TRAIL.head)).toEqual({
      valid: false,
      sequence: 5,
      reason: 'the last event is not the one in the record',
    });
  });

  it.each(PLACES)('event %i removed', (place) => {
    const isLast = place === TRAIL.events.length;
    const verdict = verifyChain(TRAIL.events.toSpliced(place - 1, 1), TRAIL.head);
    expect(verdict).toEqual(
      isLast
        ? { valid: false, sequence: 4, reason: 'the last event is not the one in the record' }
        : {
            valid: false,
            sequence: place,
            reason: `event ${place} is missing: event ${place + 1} is in its place`,
          },
    );
  });

  it.each(PLACES)('an end after event %i of five, the record still naming the fifth', (length) => {
    const verdict = verifyChain(TRAIL.events.slice(0, length), TRAIL.head);
    if (length === TRAIL.events.length) expect(verdict.valid).toBe(true);
    else expect(verdict).toMatchObject({ valid: false, sequence: length });
  });

  it('no event at all', () => {
    expect(verifyChain([], TRAIL.head)).toMatchObject({ valid: false, sequence: 0 });
  });

  const swaps = PLACES.flatMap((one) =>
    PLACES.filter((other) => other > one).map((other) => [one, other] as const),
  );

  it.each(swaps)('events %i and %i swapped', (one, other) => {
    const swapped = TRAIL.events.with(one - 1, eventAt(other)).with(other - 1, eventAt(one));
    expect(verifyChain(swapped, TRAIL.head)).toMatchObject({ valid: false, sequence: one });
  });

  it.each(swaps)('events %i and %i swapped and numbered anew', (one, other) => {
    const swapped = TRAIL.events
      .with(one - 1, { ...eventAt(other), sequence: one })
      .with(other - 1, { ...eventAt(one), sequence: other });
    expect(verifyChain(swapped, TRAIL.head)).toMatchObject({ valid: false, sequence: one });
  });

  it('an event appended that follows the last properly', () => {
    const { hash, ...last } = eventAt(5);
    const appended = sealEvent({ ...last, sequence: 6, prev_hash: hash });
    expect(verifyChain([...TRAIL.events, appended], TRAIL.head)).toEqual({
      valid: false,
      sequence: 6,
      reason: 'the last event is not the one in the record',
    });
  });

  it.each(PLACES)('event %i twice', (place) => {
    expect(verifyChain(TRAIL.events.toSpliced(place, 0, eventAt(place)), TRAIL.head)).toMatchObject({
      valid: false,
      sequence: place + 1,
    });
  });

  it('a record that names another head', () => {
    expect(verifyChain(TRAIL.events, 'f'.repeat(64))).toMatchObject({ valid: false, sequence: 5 });
  });
});
