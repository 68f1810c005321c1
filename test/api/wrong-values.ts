import fc from 'fast-check';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { VPC } from '../../local/seed.ts';
import { PAYMENTS } from '../journey/journey.ts';

export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'null',
    'undefined',
    'NaN',
    '[object Object]',
    "' OR 1=1 --",
    '$7*7',
    '../..',
  ),
);

const within = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.string({ maxLength: 20 }), inner, fc.string({ maxLength: 20 })).map((parts) => parts.join('|'));

const control = fc
  .oneof(fc.integer({ min: 0, max: 0x1f }), fc.integer({ min: 0x7f, max: 0x9f }))
  .filter((code) => ![0x09, 0x0a, 0x0d].includes(code))
  .map((code) => String.fromCharCode(code));

export const halfOfAPair = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));

/** Characters that are two units of UTF-16 each. */
const hugeOfPairs = fc.integer({ min: 1001, max: 2000 }).map((length) => '🚀'.repeat(length));

const huge = fc.integer({ min: 1001, max: 6000 }).map((length) => 'x'.repeat(length));

const deep = fc.integer({ min: 1, max: 2000 }).map((depth) => {
  let value: unknown = [];
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
});

export const notText = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.jsonValue(), { maxLength: 3 }),
  fc.dictionary(text, fc.jsonValue(), { maxKeys: 3 }),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true}}')),
  deep,
);

/** A value of the form, but for one character. */
export const nearly = (right: string, shape: RegExp): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat({ max: right.length }), fc.nat({ max: 1 }), text)
    .map(([place, cut, inserted]) => right.slice(0, place) + inserted + right.slice(place + cut))
    .filter((value) => !shape.test(value));

const notOfShape = (right: string, shape: RegExp): fc.Arbitrary<unknown> =>
  fc.oneof(
    notText,
    text.filter((value) => !shape.test(value)),
    nearly(right, shape),
    fc
      .constantFrom(`${right}\n`, ` ${right}`, `${right}\0`, right.toUpperCase(), `${right},${right}`)
      .filter((value) => !shape.test(value)),
  );

const notProse = fc.oneof(
  notText,
  fc.constantFrom('', ' ', '\n', '\t\r\n'),
  fc.string({ unit: fc.constantFrom(...' \n\u00ad\u200b\u2028\u2060\u2800\u3164\ufe0f\u{e0001}') }),
  huge,
  hugeOfPairs,
  within(control),
  within(halfOfAPair),
);

export const VPC_ID = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;
export const ACCOUNT_ID = /^\d{12}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;
/** Wide enough that nothing outside of it is an address. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** Wide enough too: what is of the form and too long is broken elsewhere. */
const DURATION = /^P[\dDWTHMS]+$/;

const listOf = (right: string, wrong: fc.Arbitrary<unknown>, longest: number): fc.Arbitrary<unknown> =>
  fc.oneof(
    notText.filter((value) => !Array.isArray(value)),
    fc.tuple(fc.array(fc.constant(right), { maxLength: 2 }), wrong).map(([rights, one]) => [...rights, one]),
    fc.integer({ min: longest + 1, max: longest + 50 }).map((length) => Array(length).fill(right)),
  );

const notAccount = notOfShape(PAYMENTS, ACCOUNT_ID);
const notEmail = notOfShape('rosa@risk.example', EMAIL);
export const notDuration = fc.oneof(
  notOfShape('P1D', DURATION),
  fc.constantFrom(
    'P',
    'PT',
    'PT0S',
    'P0D',
    'P8D',
    'P1Y',
    'P1M',
    'P1DT',
    'P1.5D',
    'P9999W',
    '-P1D',
    'P1D/P2D',
  ),
);

const notLife = fc.oneof(
  notText,
  fc.constantFrom(
    '',
    'P',
    'PT59M',
    'PT3600S',
    'P366D',
    'P53W',
    'P1M',
    'P1Y1D',
    'P1DT24H',
    '-P1D',
    'p30d',
    '30d',
  ),
);

const block = notOfShape('10.21.1.0/24', /^[\da-f:.]+\/\d+$/i);
const rightBlock = fc.constant('10.1.0.0/16');

const notBoolean = fc.oneof(
  notText.filter((value) => typeof value !== 'boolean'),
  text,
);

const notRoutes = fc.oneof(
  notText.filter((value) => typeof value !== 'boolean'),
  text,
  fc.record({ destination_cidr_blocks: fc.array(rightBlock, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    destination_cidr_blocks: listOf('10.21.1.0/24', block, 50),
    peer_destination_cidr_blocks: fc.array(rightBlock, { minLength: 1, maxLength: 3 }),
  }),
);

const RULE = { name: 'dev', when: {}, then: 'ask', because: 'People know best.' };

/** What each field must not be. */
export const WRONG: Record<string, fc.Arbitrary<unknown>> = {
  vpc_id: notOfShape(VPC.paymentsUs, VPC_ID),
  vpc_owner_id: notAccount,
  vpc_region: notOfShape('us-east-1', REGION),
  peer_vpc_id: notOfShape(VPC.analyticsUs, VPC_ID),
  peer_owner_id: notAccount,
  peer_region: notOfShape('us-east-1', REGION),
  justification: notProse,
  contact_email: notEmail,
  dry_run: notBoolean,
  comment: notProse,
  expected_status: fc.oneof(
    notText,
    text.filter((value) => !(STATUSES as string[]).includes(value)),
  ),
  name: notProse,
  approvers: listOf('rosa@risk.example', notEmail, 20),
  onboarded: notBoolean,
  auto_accept_from: listOf(PAYMENTS, notAccount, 100),
  required_approvals: fc.oneof(
    notText.filter((value) => !Number.isInteger(value) || Number(value) < 1 || Number(value) > 5),
    text,
    fc.constantFrom(0, 6, -1, 2 ** 53, 1.5),
  ),
  escalation_email: notEmail.filter((value) => value !== null),
  decision: text.filter((value) => !['accept', 'reject'].includes(value)),
  decide_by: listOf(
    'link',
    text.filter((value) => !['link', 'signed'].includes(value)),
    2,
  ),
  time_zone: notText.filter((value) => value !== null),
  pick_up: notBoolean,
  pick_up_unknown: notBoolean,
  repeat_rejection: fc.oneof(
    notText.filter((value) => value !== null),
    fc.constantFrom('P0D', 'P366D', 'PT24H'),
  ),
  review_every: fc.oneof(
    notText.filter((value) => value !== null),
    fc.constantFrom('P0D', 'P366D', 'P1W', 'PT24H', 'P1DT1H', '90', 'P-1D', 'p90d'),
  ),
  longest_active_for: notLife.filter((value) => value !== null),
  active_for: notLife,
  extends_by: notLife,
  reason: notProse,
  announce_to: notText.filter((value) => value !== null),
  review_unanswered: text.filter((value) => !['keep', 'remove'].includes(value)),
  rules: fc.oneof(
    notText.filter((value) => !Array.isArray(value)),
    fc.constant(Array(101).fill(RULE)),
    fc
      .oneof(
        fc.record({ name: notOfShape('dev', /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/) }),
        fc.record({ then: text.filter((value) => !['accept', 'ask', 'refuse'].includes(value)) }),
        fc.record({ because: notProse }),
        fc.record({ approvers: listOf('rosa@risk.example', notEmail, 20) }),
        fc.record({ longest_active_for: notLife }),
        fc.record({ when: notText.filter((value) => JSON.stringify(value) !== '{}') }),
        fc.record({ when: fc.record({ same_region: notBoolean }) }),
        fc.record({ when: fc.record({ requester_accounts: listOf(PAYMENTS, notAccount, 100) }) }),
        fc.record({ when: fc.record({ cidr_blocks: listOf('10.0.0.0/8', block, 100) }) }),
        fc.record({ when: fc.record({ peer_tags: fc.constantFrom<unknown>({}, [], '', { env: 1 }) }) }),
      )
      .map((wrong) => [{ ...RULE, ...wrong }]),
  ),
  reminders: listOf('P1D', notDuration, 10),
  connect: fc.oneof(
    notText.filter((value) => JSON.stringify(value) !== '{}'),
    text.filter((value) => !['apply', 'advise', 'refuse'].includes(value)),
    fc.record({ routes: notRoutes }),
  ),
};

export const fieldName = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'),
  fc.constantFrom(
    'id',
    'status',
    'decision',
    'version',
    'submitted_by',
    'pk',
    'sk',
    'ttl',
    'vpcId',
    'VPC_ID',
  ),
  text,
  halfOfAPair,
);
