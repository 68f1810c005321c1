import { startStack } from '../../local/stack.ts';
import type { Measure } from '../bench.ts';
import { type Bill, billOf, fixedCosts, total, withoutMails } from '../cost/bill.ts';
import { countLife } from '../cost/count-life.ts';
import type { Life } from '../lives/life.ts';
import type { Row } from '../row.ts';

const THOUSAND = 1000;

/** How requests end: an assumption. */
const MIX: Readonly<Record<Life, number>> = { accepted: 0.8, rejected: 0.1, expired: 0.1 };

const MONTHS = [1000, 100_000, 10_000_000];

const PARTS = ['transitions', 'functions', 'table', 'api', 'records', 'mails'] as const;

/** What is active comes last: it leaves no place for another between the two VPCs. */
const ORDER = ['rejected', 'expired', 'accepted'] as const;

/**
 * What requests cost in US dollars, by the list prices in bench/prices.ts: invocations, transitions, DynamoDB's
 * request units, calls of the API and mails are counted while a request lives on the local stack; how long a
 * function runs on AWS, and what it logs, are assumptions that bench/cost/bill.ts names. A stored gigabyte, X-Ray
 * and what a free tier would spare are left out.
 */
export const cost: Measure = async (progress) => {
  const stack = await startStack({ speed: 0, schedules: false });
  const bills: Partial<Record<Life, Bill>> = {};
  try {
    for (const life of ORDER) {
      progress(life);
      const counted = await countLife(life, stack);
      bills[life] = billOf(counted);
      progress(`${life}: ${wordsOf(counted)}`);
    }
  } finally {
    await stack.close();
  }
  const lives = Object.entries(bills).reverse() as [Life, Bill][];
  const mixed = (priced: (bill: Bill) => number): number =>
    lives.reduce((sum, [life, bill]) => sum + MIX[life] * priced(bill), 0);
  const fixed = Object.values(fixedCosts()).reduce((sum, each) => sum + each, 0);
  return [
    row('1,000 requests, without mails', THOUSAND * mixed(withoutMails), '≤ 0.40'),
    row('1,000 requests, all of it', THOUSAND * mixed(total)),
    ...PARTS.map((part) => row(`of that, ${part}`, THOUSAND * mixed((bill) => bill[part]))),
    ...lives.flatMap(([life, bill]) => [
      row(`1,000 ${life}, without mails`, THOUSAND * withoutMails(bill), '≤ 0.40'),
      row(`1,000 ${life}, all of it`, THOUSAND * total(bill)),
    ]),
    row('a month without requests', fixed),
    ...MONTHS.map((requests) =>
      row(`a month of ${requests.toLocaleString('en-US')} requests`, fixed + requests * mixed(total)),
    ),
  ];
};

/** A price has no floor of its own: the transitions' one is in their rows. */
const row = (name: string, value: number, aim = ''): Row => ({
  name: `cost: ${name}`,
  value,
  unit: 'USD',
  floor: null,
  ratio: null,
  aim,
});

const wordsOf = (counted: object): string =>
  Object.entries(counted)
    .filter(([, count]) => typeof count === 'number')
    .map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`)
    .join(', ');
