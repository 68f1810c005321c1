import { expect, test } from 'vitest';
import { PAYMENTS } from '../journey/journey.ts';
import { ownJourney } from './checked-journey.ts';
import { listReader } from './list-reader.ts';

const bytes = (page: object): number => Buffer.byteLength(JSON.stringify(page));

test('an item of a list is a summary, and `include=preflight` adds the results of its checks', async () => {
  const journey = await ownJourney();
  const lists = listReader(journey);
  const { id } = await journey.submit();
  const short = await lists.page(PAYMENTS, { limit: '1' });
  const whole = await lists.page(PAYMENTS, { limit: '1', include: 'preflight' });
  const { preflight, ...summary } = await journey.request(id);
  expect(preflight.length).toBeGreaterThan(5);
  expect(short.items).toEqual([summary]);
  expect(whole.items).toEqual([{ ...summary, preflight }]);
  expect(bytes(short)).toBeLessThan(bytes(whole) / 2);
});
