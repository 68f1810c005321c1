import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_REMINDERS,
  passedReminders,
  secondsToNextCheck,
  type Window,
} from '../../../functions/domain/request/window.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Not a whole second: our clock has milliseconds, EC2's ExpirationTime has none. */
const OPENED = new Date('2026-03-02T09:00:00.250Z');

const after = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000);

const weekLong: Window = {
  opened_at: OPENED.toISOString(),
  expires_at: '2026-03-09T09:00:00.000Z',
};

const at = (time: string) => new Date(time);

/** The one that is due: the latest whose time has come. */
const dueReminder = (...asked: Parameters<typeof passedReminders>) => passedReminders(...asked).at(-1);

describe('a window of seven days', () => {
  it.each([
    ['at its opening, waits for the reminder 72 hours before the end', OPENED, 4 * DAY],
    ['after the first reminder, for the one 24 hours before', at('2026-03-06T09:00:00.000Z'), 2 * DAY],
    ['after the second, for the one 4 hours before', at('2026-03-08T09:00:00.000Z'), 20 * HOUR],
    ['after the last, until just past the end', at('2026-03-09T05:00:00.000Z'), 4 * HOUR + MINUTE],
    ['between two reminders, for the rest', at('2026-03-07T09:00:00.000Z'), DAY],
    ['just before a reminder, never less than a minute', at('2026-03-06T08:59:59.000Z'), MINUTE],
    ['at its end, a minute', at('2026-03-09T09:00:00.000Z'), MINUTE],
    ['long after its end, a minute', at('2026-04-01T00:00:00.000Z'), MINUTE],
  ])('%s', (_, now, seconds) => {
    expect(secondsToNextCheck(weekLong, now, DEFAULT_REMINDERS)).toBe(seconds);
  });

  it.each([
    ['nothing at its opening', OPENED, undefined],
    ['nothing a millisecond before the first reminder', at('2026-03-06T08:59:59.999Z'), undefined],
    ['72 hours before the end, exactly then', at('2026-03-06T09:00:00.000Z'), 72 * HOUR],
    ['72 hours before the end, until the next', at('2026-03-08T08:59:59.999Z'), 72 * HOUR],
    ['24 hours before the end, exactly then', at('2026-03-08T09:00:00.000Z'), 24 * HOUR],
    ['4 hours before the end, exactly then', at('2026-03-09T05:00:00.000Z'), 4 * HOUR],
    ['4 hours before the end, to its last moment', at('2026-03-09T08:59:59.999Z'), 4 * HOUR],
    ['nothing at its end', at('2026-03-09T09:00:00.000Z'), undefined],
    ['nothing after its end', at('2026-03-10T09:00:00.000Z'), undefined],
  ])('has due: %s', (_, now, reminder) => {
    expect(dueReminder(weekLong, now, DEFAULT_REMINDERS)).toBe(reminder);
  });

  it('takes any schedule, in any order', () => {
    const schedule = [HOUR, 3 * DAY, DAY];
    expect(secondsToNextCheck(weekLong, at('2026-03-06T09:00:00.000Z'), schedule)).toBe(2 * DAY);
    expect(dueReminder(weekLong, at('2026-03-08T09:00:00.000Z'), schedule)).toBe(DAY);
    expect(dueReminder(weekLong, at('2026-03-09T08:30:00.000Z'), [])).toBeUndefined();
  });
});

describe('a window shorter than the schedule', () => {
  const opened = at('2026-03-02T09:00:00.000Z');
  const lasting = (seconds: number): Window => ({
    opened_at: opened.toISOString(),
    expires_at: after(opened, seconds).toISOString(),
  });

  it('leaves out the reminders from before its opening', () => {
    expect(secondsToNextCheck(lasting(DAY - HOUR), opened, DEFAULT_REMINDERS)).toBe(19 * HOUR);
    expect(dueReminder(lasting(DAY - HOUR), after(opened, 18 * HOUR), DEFAULT_REMINDERS)).toBeUndefined();
    expect(dueReminder(lasting(DAY - HOUR), after(opened, 19 * HOUR), DEFAULT_REMINDERS)).toBe(4 * HOUR);
  });

  it('does not remind at its very opening', () => {
    expect(dueReminder(lasting(DAY), opened, DEFAULT_REMINDERS)).toBeUndefined();
    expect(dueReminder(lasting(DAY), after(opened, HOUR), DEFAULT_REMINDERS)).toBeUndefined();
  });

  it('has no reminder at all when it is shorter than the last', () => {
    expect(secondsToNextCheck(lasting(HOUR), opened, DEFAULT_REMINDERS)).toBe(HOUR + MINUTE);
    expect(dueReminder(lasting(HOUR), after(opened, HOUR - 1), DEFAULT_REMINDERS)).toBeUndefined();
  });
});

describe('a window not known yet', () => {
  it('is looked at again in a minute, and reminds of nothing', () => {
    expect(secondsToNextCheck({}, OPENED, DEFAULT_REMINDERS)).toBe(MINUTE);
    expect(dueReminder({}, OPENED, DEFAULT_REMINDERS)).toBeUndefined();
    expect(secondsToNextCheck({ opened_at: OPENED.toISOString() }, OPENED, DEFAULT_REMINDERS)).toBe(MINUTE);
  });

  it('waits for its end when only that is known', () => {
    const endOnly = { expires_at: '2026-03-09T09:00:00.000Z' };
    expect(secondsToNextCheck(endOnly, at('2026-03-02T09:00:00.000Z'), DEFAULT_REMINDERS)).toBe(
      7 * DAY + MINUTE,
    );
    expect(dueReminder(endOnly, at('2026-03-09T08:00:00.000Z'), DEFAULT_REMINDERS)).toBeUndefined();
  });
});

describe('any window', () => {
  /** Whole seconds, as EC2 gives them; the opening has milliseconds, as our clock does. */
  const windows = fc
    .record({ milliseconds: fc.nat(999), lasts: fc.integer({ min: 1, max: 7 * DAY }) })
    .map(({ milliseconds, lasts }) => {
      const second = at('2026-03-02T09:00:00.000Z');
      return { opened: after(second, milliseconds / 1000), end: after(second, lasts) };
    });

  /** Reminders at least five minutes apart: a schedule that people could want. */
  const schedules = fc
    .uniqueArray(fc.integer({ min: 1, max: (8 * DAY) / (5 * MINUTE) }), { maxLength: 8 })
    .map((steps) => steps.map((step) => step * 5 * MINUTE));

  it('is never looked at again within a minute, and at the latest a minute after its end', () => {
    fc.assert(
      fc.property(windows, schedules, fc.integer({ min: -DAY, max: 8 * DAY }), (window, schedule, passed) => {
        const now = after(window.opened, passed);
        const seconds = secondsToNextCheck(
          { opened_at: window.opened.toISOString(), expires_at: window.end.toISOString() },
          now,
          schedule,
        );
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(MINUTE);
        const untilEnd = (window.end.getTime() - now.getTime()) / 1000;
        expect(seconds).toBeLessThanOrEqual(Math.max(Math.ceil(untilEnd) + MINUTE, MINUTE));
      }),
    );
  });

  it('is looked at once for each reminder and once after its end', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 10 });
    const property = fc.property(
      windows,
      fc.oneof(schedules, fc.constant(DEFAULT_REMINDERS)),
      lateness,
      ({ opened, end }, schedule, late) => {
        const window = { opened_at: opened.toISOString(), expires_at: end.toISOString() };
        expect(dueReminder(window, opened, schedule)).toBeUndefined();
        const looks: (number | undefined)[] = [];
        let now = opened;
        while (now < end) {
          // The timer fires on time or a little late, never early.
          const lateBy = (late[looks.length % late.length] ?? 0) / 1000;
          now = after(now, secondsToNextCheck(window, now, schedule) + lateBy);
          looks.push(dueReminder(window, now, schedule));
        }
        const reminders = schedule
          .filter((before) => after(end, -before) > opened)
          .toSorted((one, other) => other - one);
        expect(looks).toEqual([...reminders, undefined]);
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});
