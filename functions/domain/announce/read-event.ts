import type { AuditEvent } from '../request/audit.ts';

/** What an event says only in the words of its reason. */

/** `end-86400-<the end in milliseconds> to …`: the record may have a later end than the mail's. */
export const announcedEnd = ({ reason = '' }: AuditEvent): string | undefined => {
  const [, end] = /^end-\d+-(\d+) to /.exec(reason) ?? [];
  return end && new Date(Number(end)).toISOString();
};

/** Of an event that decided about more time. What a rule decides at once, it accepts. */
export const isGrant = ({ type, reason = '' }: AuditEvent): boolean =>
  type === 'extension-asked-for' || reason.startsWith('accept');
