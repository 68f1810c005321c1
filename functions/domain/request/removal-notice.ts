import type { PeeringRequest } from './peering-request.ts';

/** What people are to be told of a removal that a review decided: that it is planned, or that it isn't any more. */
export type RemovalNotice = {
  /** The kind of the mail: there is one for each removal, by its time. SES takes no colon in a tag. */
  kind: `removal-${number}` | `kept-${number}`;
  /** Since when it is due. UTC, ISO 8601. */
  at: string;
  /** Those who heard of the removal before; nobody has if it is the removal itself. */
  told: readonly string[];
};

type Told = Pick<
  PeeringRequest,
  | 'status'
  | 'teardown'
  | 'removal'
  | 'undeleted'
  | 'updated_at'
  | 'sent_mails'
  | 'unsent_mails'
  | 'mail_notes'
>;

/** The notice that is due, and was neither sent nor given up. */
export const findRemovalNotice = (request: Told): RemovalNotice | undefined => {
  const { status, teardown, removal, undeleted } = request;
  if (status !== 'active' || teardown) return undefined;
  if (removal) {
    const kind = `removal-${Date.parse(removal.at)}` as const;
    return isTold(request, kind) ? undefined : { kind, at: removal.at, told: [] };
  }
  const planned = lastPlanned(request);
  if (planned === undefined) return undefined;
  // Nobody withdrew it: EC2 refused it, of which they hear otherwise.
  if (undeleted && Date.parse(undeleted.at) > planned) return undefined;
  const kind = `kept-${planned}` as const;
  const told = listTold(request, `removal-${planned}`);
  return isTold(request, kind) ? undefined : { kind, at: new Date(planned).toISOString(), told };
};

/** The time of the last removal that anybody was told of, in milliseconds since the epoch. */
const lastPlanned = ({ sent_mails }: Told): number | undefined => {
  const times = sent_mails.flatMap((key) => /^removal-(\d+):/.exec(key)?.[1] ?? []).map(Number);
  return times.length > 0 ? Math.max(...times) : undefined;
};

const listTold = ({ sent_mails }: Told, kind: string): string[] =>
  sent_mails.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1));

/** One that failed is tried again until it is given up. */
const isTold = ({ sent_mails, unsent_mails = [], mail_notes = [] }: Told, kind: string): boolean => {
  const failed = unsent_mails.filter((unsent) => unsent.kind === kind);
  if (failed.some(({ final }) => !final)) return false;
  return (
    failed.length > 0 ||
    sent_mails.some((key) => key.startsWith(`${kind}:`)) ||
    mail_notes.some((note) => note.startsWith(`skipped:${kind}:`))
  );
};
