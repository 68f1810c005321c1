const isList = (value: unknown): boolean => Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string';

const FIELDS = {
  account_id: isText,
  name: isText,
  approvers: isList,
  auto_accept_from: isList,
  reminders: isList,
} as const;

/** The first field of an entry that earlier versions stored and that can't be used; `undefined` for a good entry. */
export const findAccountDefect = (entry: object): string | undefined =>
  Object.entries(FIELDS).find(([field, test]) => !test((entry as Record<string, unknown>)[field]))?.[0];
