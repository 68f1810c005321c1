import { approved, asked, decided, escalated, found, reminded } from './decision-messages.ts';
import type { AnnouncementKind } from './kinds.ts';
import {
  endsSoon,
  extensionApproved,
  extensionAsked,
  extensionDecided,
  removalPlanned,
  removalWithdrawn,
  reviewUnanswered,
} from './lifetime-messages.ts';
import type { Message, MessageContext } from './message.ts';
import {
  active,
  adopted,
  connectivityChanged,
  deleted,
  deletionRefused,
  expired,
  failed,
  rejected,
  stuck,
  withdrawn,
} from './outcome-messages.ts';

const MESSAGES: Readonly<Record<AnnouncementKind, (context: MessageContext) => Message>> = {
  found,
  adopted,
  asked,
  reminded,
  escalated,
  approved,
  decided,
  active,
  rejected,
  expired,
  failed,
  withdrawn,
  deleted,
  'deletion-refused': deletionRefused,
  stuck,
  'connectivity-changed': connectivityChanged,
  'ends-soon': endsSoon,
  'extension-asked': extensionAsked,
  'extension-approved': extensionApproved,
  'extension-decided': extensionDecided,
  'review-unanswered': reviewUnanswered,
  'removal-planned': removalPlanned,
  'removal-withdrawn': removalWithdrawn,
};

export const ANNOUNCEMENT_KINDS = Object.keys(MESSAGES) as AnnouncementKind[];

export const composeMessage = (kind: AnnouncementKind, context: MessageContext): Message =>
  MESSAGES[kind](context);
