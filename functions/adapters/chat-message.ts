import type { Announcement } from '../domain/announce/announcement.ts';
import { describeStatus } from '../domain/wording/statuses.ts';
import { shorten } from '../domain/wording/user-text.ts';

/** Amazon Q Developer drops a message that exceeds its limits. We stay below what is known of them. */
const LONGEST = { title: 240, description: 4000, next_step: 340, keyword: 70, summary: 240 } as const;

/**
 * A custom notification of Amazon Q Developer in chat applications, which posts it in Slack and Microsoft Teams:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export const toChatMessage = (announcement: Announcement) => {
  const { request_id, vpc_peering_connection_id, vpc_id, peer_vpc_id, kind, status } = announcement;
  return {
    version: '1.0',
    source: 'custom',
    id: announcement.id,
    content: {
      textType: 'client-markdown',
      title: shorten(announcement.title, LONGEST.title),
      description: shorten(announcement.description, LONGEST.description),
      nextSteps: announcement.next_steps.map((step) => shorten(step, LONGEST.next_step)),
      keywords: [request_id, describeStatus(status)].map((word) => shorten(word, LONGEST.keyword)),
    },
    metadata: {
      // All that is announced of a request is one thread.
      threadId: request_id,
      summary: shorten(announcement.summary, LONGEST.summary),
      eventType: kind,
      relatedResources: [
        vpc_id,
        peer_vpc_id,
        ...(vpc_peering_connection_id ? [vpc_peering_connection_id] : []),
      ],
      additionalContext: { request_id, kind, status },
    },
  };
};
