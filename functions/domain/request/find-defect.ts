import type { PeeringRequest } from './peering-request.ts';
import { STATUSES } from './status.ts';

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number';
const isTime: Test = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const shape =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([field, test]) => test(value[field]));

const isSide = shape({ vpc_id: isText, owner_id: isText, region: isText });
const isDecision = shape({ kind: isText, by: shape({ kind: isText, id: isText }), at: isTime });

/** The fields that lists, mails and pages rely on. */
const REQUIRED = {
  id: isText,
  status: (value) => STATUSES.some((status) => status === value),
  version: isNumber,
  requester: isSide,
  accepter: isSide,
  justification: isText,
  submitted_by: isText,
  created_at: isTime,
  updated_at: isTime,
  preflight: listOf(isObject),
  required_approvals: isNumber,
  approvals: listOf(isDecision),
  sent_mails: listOf(isText),
} as const satisfies { [Field in keyof PeeringRequest]?: Test };

const OPTIONAL = {
  contact_email: isText,
  opened_at: isTime,
  expires_at: isTime,
  connection_seen_at: isTime,
  create_asked_at: isTime,
  decision: isDecision,
  teardown: isDecision,
  undeleted: shape({ by: shape({ kind: isText, id: isText }), decided_at: isTime, at: isTime, code: isText }),
  failure: isObject,
  mail_notes: listOf(isText),
  unsent_mails: listOf(shape({ kind: isText, to: isText, since: isTime })),
} as const satisfies { [Field in keyof PeeringRequest]?: Test };

/**
 * The first field of a stored record that can't be used: a mistake by hand, or a fault not known yet, must not keep
 * people from the other records of a list. `undefined` for a good record.
 */
export const findDefect = (record: object): string | undefined => {
  const stored = record as Record<string, unknown>;
  const isWrong = ([field, test]: [string, Test]) => !test(stored[field]);
  const optional = Object.entries<Test>(OPTIONAL).filter(([field]) => stored[field] !== undefined);
  return [...Object.entries<Test>(REQUIRED), ...optional].find(isWrong)?.[0];
};
