import type { Decision } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { DayAndHour } from './timetable.ts';

/** What a person of the accepter account does, and when. Whatever follows from it is the system's to show. */
export type Act = { at: DayAndHour; who: string } & (
  | { does: 'decides'; decision: 'accept' | 'reject'; comment: string }
  | { does: 'opens the link' }
  /** In the person's own account and with its own credentials, as the page behind the link says. */
  | { does: 'accepts in EC2' }
);

/** How a story is meant to end. The demo compares it with what the API, EC2, the trail and the inbox say. */
export type Expected = {
  status: RequestStatus;
  decision?: Pick<Decision, 'kind' | 'by'>;
  /** What the failure's message must name. */
  failed_for?: string;
  /** Hours before the window's end. */
  reminders: readonly number[];
};

export type Story = {
  name: string;
  colour: 'cyan' | 'magenta' | 'yellow' | 'blue' | 'redBright';
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
