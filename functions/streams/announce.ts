import { announcementOf } from '../domain/announce/announcement.ts';
import { TopicRefusedError } from '../domain/announce/errors.ts';
import { mayBeAnnounced } from '../domain/announce/kinds.ts';
import type { Announcements } from '../domain/announce/ports.ts';
import { type Accounts, loadAccounts } from '../domain/directory/accounts.ts';
import type { Directory } from '../domain/directory/ports.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import { findDefect } from '../domain/request/find-defect.ts';
import type { Requests } from '../domain/request/ports.ts';
import { reportRefusedTopic } from '../edge/report-refused-topic.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { announcements, auditEventOf, directory, reportUnreadable, requests } from '../wiring.ts';

/** Announces an event to those who subscribed, for example a chat channel. No request waits for that or fails with it. */
export const announce = async (
  event: AuditEvent,
  deps: {
    requests: Requests;
    directory: Directory;
    announcements: Announcements;
    reportUnreadable: (record: string, field: string) => void;
    reportRefusedTopic: (refusal: TopicRefusedError) => void;
  },
): Promise<void> => {
  if (!mayBeAnnounced(event)) return;
  const request = await deps.requests.get(event.request_id);
  const defect = request ? findDefect(request) : 'id';
  // To retry it would hold back the announcements of all other requests for hours.
  if (!request || defect) {
    deps.reportUnreadable(event.request_id, defect ?? 'id');
    return;
  }
  const accounts = await loadAccounts(request, deps.directory);
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

export const handler = streamHandler('Announce', async (record) => {
  const event = auditEventOf(record);
  if (event)
    await announce(event, {
      requests: requests(),
      directory: directory(),
      announcements: announcements(),
      reportUnreadable,
      reportRefusedTopic,
    });
});
