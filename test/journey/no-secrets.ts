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
    ...[...secrets].filter((secret) => message.includes(inJson(secret))),
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

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** What AWS said when something failed, without the code before it, and without what we advise after it. */
const errorsIn = ({ failure, ec2_error, type, actor, reason }: RawItem): string[] => {
  const isFromAws = type === 'ec2-error' || (type === 'decision-refused' && actor?.kind === 'workflow');
  const said = isFromAws && /^\w[\w.]*: (.+?)(?: To delete the connection: .*)?$/s.exec(String(reason))?.[1];
  return [failure?.message, ec2_error?.message, said].filter(
    (text) => typeof text === 'string' && text !== '',
  );
};
