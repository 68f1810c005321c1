import fc from 'fast-check';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, PAYMENTS } from '../journey/journey.ts';
import { ACCOUNT_ID, fieldName, nearly, notDuration, text, VPC_ID } from './wrong-values.ts';

const NO_REQUEST = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';

export const path = (value: string): string => encodeURIComponent(value.toWellFormed());

const LIST = {
  status: fc
    .oneof(text, fc.constantFrom('Active', 'active ', 'active;expired'))
    .filter((value) => !(STATUSES as string[]).includes(value)),
  vpc_id: fc.oneof(text, nearly(VPC.paymentsUs, VPC_ID)).filter((value) => !VPC_ID.test(value)),
  requester_owner_id: fc.oneof(text, nearly(PAYMENTS, ACCOUNT_ID)).filter((value) => !ACCOUNT_ID.test(value)),
  peer_owner_id: fc.oneof(text, nearly(PAYMENTS, ACCOUNT_ID)).filter((value) => !ACCOUNT_ID.test(value)),
  expiring_within: fc.oneof(text, notDuration).filter((value): value is string => typeof value === 'string'),
  sort: text.filter((value) => !['newest', 'expiring'].includes(value)),
  limit: fc
    .oneof(text, fc.integer().map(String), fc.constantFrom('0', '00', '01', '101', '1e2', '٣', '0x10'))
    .filter((value) => !/^([1-9]\d?|100)$/.test(value)),
  cursor: fc.oneof(
    text,
    fc.base64String({ maxLength: 200 }),
    fc
      .tuple(fc.stringMatching(/^[\w-]{1,80}$/), fc.stringMatching(/^[\w-]{43}$/))
      .map((parts) => parts.join('.')),
    fc
      .jsonValue()
      .map((value) => `${Buffer.from(JSON.stringify(value)).toString('base64url')}.${'A'.repeat(43)}`),
  ),
} satisfies Record<string, fc.Arbitrary<string>>;

const RIGHT_QUERY = {
  status: 'pending-acceptance',
  vpc_id: VPC.paymentsUs,
  requester_owner_id: PAYMENTS,
  peer_owner_id: ANALYTICS,
  expiring_within: 'P2D',
  sort: 'expiring',
  limit: '10',
};

const pair = ([name, value]: readonly [string, string]): string => `${path(name)}=${path(value)}`;

export const badQuery = fc.oneof(
  fc
    .constantFrom(...Object.entries(LIST))
    .chain(([name, wrong]) => wrong.map((value) => pair([name, value]))),
  fc
    .tuple(fieldName, text)
    .filter(([name]) => name !== '' && !Object.hasOwn(LIST, name))
    .map(pair),
  fc.constantFrom(...Object.entries(RIGHT_QUERY)).map((twice) => `${pair(twice)}&${pair(twice)}`),
  fc.constantFrom(
    'sort=newest&expiring_within=P1D',
    'sort=expiring&status=active',
    'status=expired&expiring_within=P1D',
    'limit=%E0%A4%A',
    'limit=%',
    'limit=1%00',
    'limit[]=1',
    'limit',
    'limit=',
    'cursor=..',
    'status=active&status[]=active',
    'a=1&b=2&c=3',
  ),
);

export const badId = fc.oneof(
  text.map(path),
  nearly(NO_REQUEST, /^pr-[0-7][0-9A-HJKMNP-TV-Z]{25}$/).map(path),
  nearly(ANALYTICS, ACCOUNT_ID).map(path),
  fc.constantFrom(
    '%',
    '%E0%A4%A',
    '%00',
    '%252e%252e',
    '%2F',
    '..%2f..%2faccounts',
    '%25',
    '%F0%9F%9A%80',
    '*',
    ';',
  ),
  fc.constantFrom(NO_REQUEST.toLowerCase(), `${NO_REQUEST}%0A`, `${NO_REQUEST},${NO_REQUEST}`, '{id}', ':id'),
);
