import { InvalidArgumentError, Option } from 'commander';
import * as z from 'zod/mini';

const dateOrTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** Parsed to milliseconds since 1970. A date means midnight UTC. */
export const sinceOption = (description: string): Option =>
  new Option('--since <time>', description).argParser(asMs);

const asMs = (text: string): number => {
  const { success, data } = dateOrTime.safeParse(text);
  if (success) return Date.parse(data);
  throw new InvalidArgumentError(
    'Enter a date such as 2026-01-31, or a time with its zone such as 2026-01-31T08:00:00Z.',
  );
};
