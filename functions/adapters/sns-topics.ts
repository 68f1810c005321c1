import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Announcement } from '../domain/announce/announcement.ts';
import type { Announcements } from '../domain/announce/ports.ts';
import { toChatMessage } from './chat-message.ts';

/**
 * Publishes to SNS topics, each announcement in two forms that an attribute tells apart. There is no subject: SNS
 * doesn't encrypt it, nor the attributes.
 */
export const snsTopics = (client: SNSClient, topicArn: string): Announcements => ({
  publish: async (announcement) => {
    const publish = (format: string, message: object) =>
      client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Message: JSON.stringify(message),
          MessageAttributes: attributesOf(announcement, format),
        }),
      );
    await Promise.all([
      publish('chat', toChatMessage(announcement)),
      publish('json', toJsonMessage(announcement)),
    ]);
  },
});

/** Without what is only for the chat. */
const toJsonMessage = ({ summary: _, ...announcement }: Announcement) => announcement;

/** For the filter policies of subscriptions, whose scope is the attributes unless they say otherwise. */
const attributesOf = (
  { kind, status, vpc_owner_id, peer_owner_id, vpc_region, peer_region }: Announcement,
  format: string,
): Record<string, MessageAttributeValue> => ({
  format: text(format),
  kind: text(kind),
  status: text(status),
  accounts: list(vpc_owner_id, peer_owner_id),
  regions: list(vpc_region, peer_region),
});

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

const list = (...values: readonly string[]): MessageAttributeValue => ({
  DataType: 'String.Array',
  StringValue: JSON.stringify([...new Set(values)]),
});
