import type { Chained } from '../request/audit.ts';
import type { Announcement } from './announcement.ts';
import type { ConnectivityChange } from './connectivity-change.ts';
import type { Notice } from './notice.ts';
import type { StatusChange } from './status-change.ts';

/** Publishes events to subscribers. */
export interface EventBus {
  statusChanged(change: StatusChange): Promise<void>;
  connectivityChanged(change: ConnectivityChange): Promise<void>;
  noticed(notice: Notice): Promise<void>;
}

/** Tells people who subscribed what happens to requests. */
export interface Announcements {
  /** To the hub's topic. */
  publish(announcement: Announcement): Promise<void>;
  /**
   * To a topic of one of the accounts.
   *
   * @throws TopicRefusedError
   */
  publishTo(topicArn: string, announcement: Announcement): Promise<void>;
}

/** Copies of events that nobody can change or delete. */
export interface Archive {
  /** Stores a copy of an event of a chain in the chain's folder, unless one exists. */
  keep(folder: string, event: Chained): Promise<void>;
}
