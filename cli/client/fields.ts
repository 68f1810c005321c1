import type * as z from 'zod/mini';
import { UsageError } from '../errors.ts';
import type { Fields } from './api-types.ts';

/** Renames commander's options to the API's fields: `peerVpcId` to `peer_vpc_id`. */
export const fieldsOf = (options: object): Fields =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

const ARGUMENTS: Readonly<Record<string, string>> = {
  id: '<request-id>',
  account_id: '<account-id>',
  connection_id: '<connection-id>',
};

/** What is asked for besides the connection has an option for each of its fields. */
const CONNECT = /^connect\.(?:routes\.)?/;

/** The option or argument of an API field: `--peer-vpc-id` for `peer_vpc_id`. */
export const optionName = (path: string): string => {
  const [field = '', index] = path.replace(CONNECT, '').replace('_cidr_blocks', '').split('.');
  const name = ARGUMENTS[field] ?? `--${field.toLowerCase().replaceAll('_', '-')}`;
  return index === undefined ? name : `${name} (value ${Number(index) + 1})`;
};

/**
 * The fields that belong to a schema, parsed by it, so that invalid ones are reported before anything is sent.
 *
 * @throws UsageError with a line for every invalid option
 */
export const parseFields = (schema: z.ZodMiniObject, fields: Fields): Record<string, unknown> => {
  const known = Object.keys(schema.shape).filter((name) => fields[name] !== undefined);
  const result = schema.safeParse(Object.fromEntries(known.map((name) => [name, fields[name]])));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const isThere = known.includes(String(path[0]));
    return isThere
      ? `${optionName(path.join('.'))}: ${message}`
      : `${optionName(path.join('.'))} is required.`;
  });
  throw new UsageError(problems.join('\n'));
};
