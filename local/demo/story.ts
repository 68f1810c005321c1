import type { Decision } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { DayAndHour } from './timetable.ts';

/** What a person of the accepter account does, and when. */
export type Act = { at: DayAndHour; who: string } & (
  | { does: 'decides'; decision: 'accept' | 'reject'; comment: string }
  | { does: 'opens the link' }
  /** In the person's own account, with its own credentials, as the decision page explains. */
  | { does: 'accepts in EC2' }
);

/** How a story should end. The demo compares it with the API, EC2, the audit trail and the inbox. */
export type Expected = {
  status: RequestStatus;
  decision?: Pick<Decision, 'kind' | 'by'>;
  /** A part of the failure's message. */
  failed_for?: string;
  /** Hours before the deadline. */
  reminders: readonly number[];
};

export type Story = {
  name: string;
  color: 'cyan' | 'magenta' | 'yellow' | 'blue' | 'redBright';
  about: string;
  submitted: DayAndHour;
  account: string;
  request: {
    vpc_id: string;
    vpc_region: string;
    peer_vpc_id: string;
    peer_owner_id: string;
    peer_region: string;
    justification: string;
    contact_email: string;
  };
  acts: readonly Act[];
  expected: Expected;
};
