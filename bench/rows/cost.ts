import { startStack } from '../../local/stack.ts';
import type { Measure } from '../bench.ts';
import { type Bill, billOf, fixedCosts, total, withoutMails } from '../cost/bill.ts';
import { countLife } from '../cost/count-life.ts';
import type { Life } from '../lives/life.ts';
import type { Row } from '../row.ts';

const THOUSAND = 1000;

/** How requests end, all without routes. This is an assumption. */
const MIX: Readonly<Record<Life, number>> = { accepted: 0.8, connected: 0, rejected: 0.1, expired: 0.1 };

const MONTHS = [1000, 100_000, 10_000_000];

const PARTS = ['transitions', 'functions', 'table', 'api', 'records', 'mails'] as const;

/** `accepted` is last, because an active connection blocks further requests between the two VPCs. */
const ORDER = ['rejected', 'expired', 'connected', 'accepted'] as const;

/**
 * Calculates the cost of requests in US dollars from the list prices in bench/prices.ts. Invocations, transitions,
 * DynamoDB's request units, API calls and emails are counted on the local stack. How long a function runs on AWS, and
 * how much it logs, are assumptions in bench/cost/bill.ts. Storage, X-Ray and free tiers are left out.
 */
export const cost: Measure = async function* (progress) {
  const stack = await startStack({ speed: 0, schedules: false });
  const bills: Partial<Record<Life, Bill>> = {};
  try {
    for (const life of ORDER) {
      progress(`running a request: ${life}`);
      const counted = await countLife(life, stack);
      bills[life] = billOf(counted);
      progress(`${life}: ${formatCounts(counted)}`);
    }
  } finally {
    await stack.close();
  }
  const lives = Object.entries(bills).reverse() as [Life, Bill][];
  const mixed = (priced: (bill: Bill) => number): number =>
    lives.reduce((sum, [life, bill]) => sum + MIX[life] * priced(bill), 0);
  const fixed = Object.values(fixedCosts()).reduce((sum, each) => sum + each, 0);
  yield* [
    row('1,000 requests, without mails', THOUSAND * mixed(withoutMails), '≤ 0.40'),
    row('1,000 requests, all of it', THOUSAND * mixed(total)),
    ...PARTS.map((part) => row(`of that, ${part}`, THOUSAND * mixed((bill) => bill[part]))),
    ...lives.flatMap(([life, bill]) => [
      row(`1,000 ${life}, without mails`, THOUSAND * withoutMails(bill), MIX[life] > 0 ? '≤ 0.40' : ''),
      row(`1,000 ${life}, all of it`, THOUSAND * total(bill)),
    ]),
    row('a month without requests', fixed),
    ...MONTHS.map((requests) =>
      row(`a month of ${requests.toLocaleString('en-US')} requests`, fixed + requests * mixed(total)),
    ),
  ];
};

/** Costs have no floor. The floor of transitions is in the rows of that bench. */
const row = (name: string, value: number, aim = ''): Row => ({
  name: `cost: ${name}`,
  value,
  unit: 'USD',
  floor: null,
  ratio: null,
  aim,
});

const formatCounts = (counted: object): string =>
  Object.entries(counted)
    .filter(([, count]) => typeof count === 'number')
    .map(([what, count]) => `${count} ${what.replaceAll('_', ' ')}`)
    .join(', ');
