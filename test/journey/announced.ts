import type { toChatMessage } from '../../functions/adapters/chat-message.ts';
import type { Announcement } from '../../functions/domain/announce/announcement.ts';
import type { Notice } from '../../functions/domain/announce/notice.ts';
import type { Published } from '../../local/topics.ts';
import type { Journey } from './journey.ts';

export type ChatMessage = ReturnType<typeof toChatMessage>;
export type JsonMessage = Omit<Announcement, 'summary'>;

/** All that was published, the oldest first. */
export const published = async ({ endpoints }: Pick<Journey, 'endpoints'>): Promise<Published[]> => {
  const answer = await fetch(`${endpoints.api}/_local/announcements`);
  const { announcements } = (await answer.json()) as { announcements: Published[] };
  return announcements.toReversed();
};

/** The announcements of a request that programs read, each once, the oldest first. */
export const announced = async (
  journey: Pick<Journey, 'endpoints'>,
  id: string,
  topic?: string,
): Promise<JsonMessage[]> => {
  const messages = (await published(journey))
    .filter((each) => each.attributes['format'] === 'json' && (!topic || each.topic === topic))
    .map(({ message }) => message as JsonMessage)
    .filter(({ request_id }) => request_id === id);
  return [...new Map(messages.map((message) => [message.id, message])).values()].sort(
    (one, other) => one.sequence - other.sequence,
  );
};

export const kindsOf = async (journey: Pick<Journey, 'endpoints'>, id: string): Promise<string[]> =>
  (await announced(journey, id)).map(({ kind }) => kind);

/** What the event bus was told of a request besides its statuses and its connectivity, the oldest first. */
export const noticed = async ({ endpoints }: Pick<Journey, 'endpoints'>, id: string): Promise<Notice[]> => {
  const answer = await fetch(`${endpoints.api}/_local/events`);
  const { events } = (await answer.json()) as { events: { 'detail-type': string; detail: Notice }[] };
  return events
    .filter((event) => event['detail-type'] === 'Peering Request Notice' && event.detail.request_id === id)
    .map(({ detail }) => detail)
    .sort((one, other) => one.sequence - other.sequence);
};
