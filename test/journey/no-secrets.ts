import { createHash } from 'node:crypto';
import { EXTERNAL_ID } from '../../local/seed.ts';
import type { Stack } from '../../local/stack.ts';
import { type RawItem, rawTable } from '../api/raw-table.ts';

/** How every task token of the local Step Functions begins, which encodes the ARN of its execution. */
const TASK_TOKEN = Buffer.from('arn:aws:states:').toString('base64').slice(0, -2);

/** The length of a link's token. */
const TOKEN = 43;

const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;

/** What was published and must not be, because channels have guests and archives. */
export const findSecrets = async (
  { topics, endpoints, inbox }: Pick<Stack, 'topics' | 'endpoints' | 'inbox'>,
  published: readonly unknown[] = topics.list(),
): Promise<string[]> => {
  const messages = published.map((message) => JSON.stringify(message));
  if (messages.length === 0) return [];
  const items = await rawTable(endpoints.dynamodb).dump();
  const minted = new Set(items.flatMap(({ pk }) => /^LINK#(.+)$/.exec(String(pk))?.[1] ?? []));
  const secrets = new Set([
    TASK_TOKEN,
    EXTERNAL_ID,
    ...(JSON.stringify(items).match(ADDRESS) ?? []),
    ...(await inbox.emails()).flatMap(({ destination }) => destination.to),
    ...items.flatMap(errorsIn),
  ]);
  return messages.flatMap((message) => [
    ...[...secrets].filter((secret) => message.includes(secret)),
    ...tokensIn(message).filter((token) => minted.has(hashOf(token))),
    // Somebody who was never recorded is a person too.
    ...(message.match(ADDRESS) ?? []),
  ]);
};

/** Every text that could be a token, whatever stands around it. */
const tokensIn = (message: string): string[] =>
  (message.match(new RegExp(`[\\w-]{${TOKEN},}`, 'g')) ?? []).flatMap((run) =>
    Array.from({ length: run.length - TOKEN + 1 }, (_, from) => run.slice(from, from + TOKEN)),
  );

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What AWS said when something failed. */
const errorsIn = ({ failure, ec2_error, type, reason }: RawItem): string[] =>
  [failure?.message, ec2_error?.message, type === 'ec2-error' ? reason : undefined].filter(
    (text) => typeof text === 'string' && text !== '',
  );
