import { styleText } from 'node:util';
import type { toChatMessage } from '../functions/adapters/chat-message.ts';
import { ANNOUNCEMENTS_TOPIC_ARN } from './stack.ts';
import type { Published } from './topics.ts';

type ChatMessage = ReturnType<typeof toChatMessage>;

/** An announcement as a channel would show it, on three lines; `undefined` for its other form, and for other topics. */
export const announcedLine = ({ topic, attributes, message }: Published): string | undefined => {
  if (topic !== ANNOUNCEMENTS_TOPIC_ARN || attributes['format'] !== 'chat') return undefined;
  const { content, metadata } = message as ChatMessage;
  const [text = ''] = content.description.split('\n', 1);
  return [
    `${styleText('dim', 'announced')}  ${styleText('bold', content.title)}`,
    `           ${text}`,
    `           ${styleText('dim', metadata.threadId)}`,
  ].join('\n');
};
