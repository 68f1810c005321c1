import type * as z from 'zod/mini';
import type { Fields } from '../client/api-types.ts';
import { UsageError } from '../errors.ts';

/** Options as commander reads them, in the API's names: `peerVpcId` is `peer_vpc_id`. */
export const fieldsOf = (options: object): Fields =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

const ARGUMENTS: Readonly<Record<string, string>> = { id: '<request-id>', account_id: '<account-id>' };

/** How a field of the API is called here: `peer_vpc_id` is `--peer-vpc-id`. */
export const optionName = (path: string): string => {
  const [field = '', index] = path.split('.');
  const name = ARGUMENTS[field] ?? `--${field.toLowerCase().replaceAll('_', '-')}`;
  return index === undefined ? name : `${name}, number ${Number(index) + 1}`;
};

/**
 * The fields that a schema knows, as it makes them: what the API would refuse is found before it is sent.
 *
 * @throws UsageError naming every option that is wrong
 */
export const take = (schema: z.ZodMiniObject, fields: Fields): Record<string, unknown> => {
  const known = Object.keys(schema.shape).filter((name) => fields[name] !== undefined);
  const result = schema.safeParse(Object.fromEntries(known.map((name) => [name, fields[name]])));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const isThere = known.includes(String(path[0]));
    return isThere ? `${optionName(path.join('.'))}: ${message}` : `${optionName(path.join('.'))} is missing`;
  });
  throw new UsageError(problems.join('\n'));
};
