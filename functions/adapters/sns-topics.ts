import {
  type BatchResultErrorEntry,
  type MessageAttributeValue,
  PublishBatchCommand,
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
 * Both forms go out with one call, which may have 256 KiB in all:
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html. They have less than 64 KiB, as which SNS bills one
 * request: names and quotes are shortened (`channelText`), and everything else is of our own wording.
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
    const entryOf = (format: string, message: object) => ({
      Id: format,
      Message: JSON.stringify(message),
      MessageAttributes: attributesOf(announcement, format),
    });
    const { Failed = [], $metadata } = await clientOf(TopicArn).send(
      new PublishBatchCommand({
        TopicArn,
        PublishBatchRequestEntries: [
          entryOf('chat', toChatMessage(announcement)),
          entryOf('json', toJsonMessage(announcement)),
        ],
      }),
    );
    const errors = Failed.map((entry) => errorOf(entry, $metadata));
    // If trying again helps one of the forms, both are tried again.
    const error = errors.find((each) => !isRefusal(each)) ?? errors[0];
    if (error) throw error;
  };
  return {
    publish: (announcement) => publish(announcement, hubTopicArn),
    publishTo: async (topicArn, announcement) => {
      try {
        await publish(announcement, topicArn);
      } catch (error) {
        throw isRefusal(error) ? new TopicRefusedError(topicArn, codeOf(error), { cause: error }) : error;
      }
    },
  };
};

/** SNS answers 200 even if it didn't take a message. This is the error with which it would have refused it alone. */
const errorOf = (
  { Id, Code, Message, SenderFault }: BatchResultErrorEntry,
  $metadata: SNSServiceException['$metadata'],
): SNSServiceException =>
  new SNSServiceException({
    name: Code ?? 'Unknown',
    $fault: SenderFault ? 'client' : 'server',
    message: `SNS didn’t take the message ${Id}: ${Message ?? Code}`,
    $metadata,
  });

/** SNS calls throttling, its own and that of KMS, the caller's fault. */
const isRefusal = (error: unknown): error is SNSServiceException =>
  error instanceof SNSServiceException && error.$fault === 'client' && !/Throttl/.test(error.name);

/** SNS's own code. The SDK names the error of a call after its class, which is `NotFoundException` for `NotFound`. */
const codeOf = ({ name }: SNSServiceException): string => name.replace(/Exception$/, '');

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
