import { expect, test } from 'vitest';
import { countdown, showSeconds, showTime } from '../../../cli/views/time.ts';

test.each([
  [604_799, '6 d 23 h', '6 d 23:59:59'],
  [86_400, '1 d 0 h', '1 d 00:00:00'],
  [3661, '1 h 1 min', '01:01:01'],
  [61.9, '1 min 1 s', '00:01:01'],
  [0, '0 s', '00:00:00'],
])('%d seconds', (seconds, short, clock) => {
  expect(showSeconds(seconds)).toBe(short);
  expect(countdown(seconds)).toBe(clock);
});

test('a time is UTC and says so', () => {
  expect(showTime('2026-01-08T12:00:00.123Z')).toBe('2026-01-08 12:00:00 UTC');
});
