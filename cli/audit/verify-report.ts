import { countOf } from '../views/count-of.ts';
import { bad, faint, good, strong } from '../views/paint.ts';
import { oneLine } from '../views/printable.ts';

export type VerifyReport = {
  trails: number;
  events: number;
  broken: { id: string; problems: string[] }[];
  archive: {
    bucket: string;
    copies: number;
    not_copied_yet: { id: string; sequences: number[] }[];
    /** Whether this also looked for requests that are only in the archive. */
    looked_for_removed: boolean;
  } | null;
};

/** Every problem, and how much was verified. */
export const verifyReport = ({ trails, events, broken, archive }: VerifyReport): string => {
  const verified = `Verified ${countOf(trails, 'trail')} with ${countOf(events, 'event')} on this machine`;
  const compared =
    archive && `, and compared with ${countOf(archive.copies, 'copy', 'copies')} in ${archive.bucket}`;
  return [
    ...broken.flatMap(({ id, problems }) => [
      strong(id),
      ...problems.map((problem) => bad(oneLine(problem))),
      '',
    ]),
    ...(broken.length === 0
      ? [good(`${verified}${compared ?? ''}. No problems found.`)]
      : [
          `${verified}${compared ?? ''}. ${countOf(broken.length, 'trail')} can't be trusted.`,
          'Save this output, and contact the network team.',
        ]),
    ...(archive ? notes(archive) : []),
  ].join('\n');
};

const notes = ({ not_copied_yet, looked_for_removed }: NonNullable<VerifyReport['archive']>): string[] => [
  ...not_copied_yet.map(({ id, sequences }) =>
    faint(
      `Not copied yet (less than five minutes old): ${id}, ${sequences.length === 1 ? 'event' : 'events'} ${sequences.join(', ')}.`,
    ),
  ),
  ...(looked_for_removed
    ? []
    : [
        faint(
          "Didn't look for requests that are only in the archive. The network team can, by leaving out the request IDs.",
        ),
      ]),
];
