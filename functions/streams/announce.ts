import type { DynamoDBRecord } from 'aws-lambda';
import { announcementOf } from '../domain/announce/announcement.ts';
import { TopicRefusedError } from '../domain/announce/errors.ts';
import { mayBeAnnounced } from '../domain/announce/kinds.ts';
import type { Announcements } from '../domain/announce/ports.ts';
import { readRequestsOf } from '../domain/announce/read-requests.ts';
import { type Accounts, loadAccountsOfMany } from '../domain/directory/accounts.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { reportRefusedTopic } from '../edge/report-refused-topic.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { announcements, auditEventOf, directory, reportUnreadable, requests } from '../wiring.ts';

const announceableIn = (record: DynamoDBRecord): AuditEvent | undefined => {
  const event = auditEventOf(record);
  return event && mayBeAnnounced(event) ? event : undefined;
};

/** Announces an event to those who subscribed, for example a chat channel. No request waits for that or fails with it. */
export const announce = async (
  event: AuditEvent,
  { request, accounts }: { request: PeeringRequest; accounts: Accounts },
  deps: { announcements: Announcements; reportRefusedTopic: (refusal: TopicRefusedError) => void },
): Promise<void> => {
  const announcement = announcementOf(event, request, accounts);
  if (!announcement) return;
  await deps.announcements.publish(announcement);
  for (const topic of ownTopics(accounts)) {
    try {
      await deps.announcements.publishTo(topic, announcement);
    } catch (error) {
      // What one account has set up wrong must not hold back what others hear.
      if (!(error instanceof TopicRefusedError)) throw error;
      deps.reportRefusedTopic(error);
    }
  }
};

const ownTopics = ({ requesterAccount, accepterAccount }: Accounts): Set<string> =>
  new Set([requesterAccount, accepterAccount].flatMap((account) => account?.announce_to ?? []));

export const handler = streamHandler('Announce', {
  take: announceableIn,
  prepare: async (events) => {
    const { readable, requestOf } = await readRequestsOf(events, { requests: requests(), reportUnreadable });
    return { requestOf, accountsOf: await loadAccountsOfMany(readable, directory()) };
  },
  run: async (event, { requestOf, accountsOf }) => {
    const request = requestOf(event);
    if (!request) return;
    const accounts = accountsOf(request);
    await announce(event, { request, accounts }, { announcements: announcements(), reportRefusedTopic });
  },
});
