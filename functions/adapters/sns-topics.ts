import {
  type MessageAttributeValue,
  PublishCommand,
  type SNSClient,
  SNSServiceException,
} from '@aws-sdk/client-sns';
import type { Announcement } from '../domain/announce/announcement.ts';
import { TopicRefusedError } from '../domain/announce/errors.ts';
import type { Announcements } from '../domain/announce/ports.ts';
import { toChatMessage } from './chat-message.ts';

/**
 * Publishes to SNS topics, each announcement in two forms that an attribute tells apart. There is no subject: SNS
 * doesn't encrypt it, nor the attributes.
 *
 * @param clientFor SNS takes a call only in the topic's Region
 */
export const snsTopics = (clientFor: (region: string) => SNSClient, hubTopicArn: string): Announcements => {
  const clients = new Map<string, SNSClient>();
  const clientOf = (topicArn: string): SNSClient => {
    const [, , , region = ''] = topicArn.split(':');
    const client = clients.get(region) ?? clientFor(region);
    clients.set(region, client);
    return client;
  };
  const publish = async (announcement: Announcement, TopicArn: string): Promise<void> => {
    const send = (format: string, message: object) =>
      clientOf(TopicArn).send(
        new PublishCommand({
          TopicArn,
          Message: JSON.stringify(message),
          MessageAttributes: attributesOf(announcement, format),
        }),
      );
    await Promise.all([send('chat', toChatMessage(announcement)), send('json', toJsonMessage(announcement))]);
  };
  return {
    publish: (announcement) => publish(announcement, hubTopicArn),
    publishTo: async (topicArn, announcement) => {
      try {
        await publish(announcement, topicArn);
      } catch (error) {
        throw isRefusal(error) ? new TopicRefusedError(topicArn, error.name, { cause: error }) : error;
      }
    },
  };
};

/** SNS calls throttling, its own and that of KMS, the caller's fault. */
const isRefusal = (error: unknown): error is SNSServiceException =>
  error instanceof SNSServiceException && error.$fault === 'client' && !/Throttl/.test(error.name);

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
