import { countOf } from './count-of.ts';
import { bad, faint, good, strong } from './paint.ts';
import { oneLine } from './printable.ts';

export type VerifyReport = {
  trails: number;
  events: number;
  broken: { id: string; problems: string[] }[];
  archive: {
    bucket: string;
    copies: number;
    not_copied_yet: { id: string; sequences: number[] }[];
    /** Whether requests that are in the archive alone were looked for. */
    looked_for_removed: boolean;
  } | null;
};

/** What is broken, by name, and how much is not. */
export const verifyReport = ({ trails, events, broken, archive }: VerifyReport): string => {
  const looked = `${countOf(trails, 'trail')} with ${countOf(events, 'event')}`;
  const compared =
    archive && ` and compared with ${countOf(archive.copies, 'copy', 'copies')} in ${archive.bucket}`;
  return [
    ...broken.flatMap(({ id, problems }) => [
      strong(id),
      ...problems.map((problem) => bad(oneLine(problem))),
      '',
    ]),
    ...(broken.length === 0
      ? [good(`Verified here${compared ?? ''}: ${looked}.`)]
      : [
          `${looked} verified here${compared ?? ''}: ${broken.length} cannot be trusted as ${broken.length === 1 ? 'it is' : 'they are'}.`,
          'Keep this output, and tell the network team.',
        ]),
    ...(archive ? notes(archive) : []),
  ].join('\n');
};

const notes = ({ not_copied_yet, looked_for_removed }: NonNullable<VerifyReport['archive']>): string[] => [
  ...not_copied_yet.map(({ id, sequences }) =>
    faint(`Not copied yet, being less than five minutes old: ${id}, event ${sequences.join(', ')}.`),
  ),
  ...(looked_for_removed
    ? []
    : [
        faint(
          'Requests that are in the archive alone were not looked for: that takes the network team, and no ids.',
        ),
      ]),
];
