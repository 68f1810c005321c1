import type { Lapsed, Tally } from '../directory/count-approvals.ts';
import { describeActor } from './actors.ts';

/** `1 of 2 required approvals received` */
export const describeApprovals = ({ counted, required }: Tally): string =>
  `${counted} of ${required} required approvals received`;

/** `1 of 2 approvals; waiting for one more.` An approver who is back in the directory can make them enough. */
export const describeMissingApprovals = ({ counted, required }: Tally): string => {
  const missing = required - counted;
  const waits = missing > 0 ? `; waiting for ${missing === 1 ? 'one' : missing} more` : '';
  return `${counted} of ${required} approvals${waits}.`;
};

const BECAUSE = {
  'no-approver': 'they’re no longer an approver',
  requester: 'they’re the requester',
  'same-person': 'they have approved under another spelling of their address',
  'same-approver': 'somebody has approved for the same approver',
} as const satisfies Record<Lapsed['why'], string>;

/** Why an approval doesn't count, as a sentence. */
export const describeLapse = ({ by, why }: Lapsed): string => {
  const because =
    why === 'no-approver' && by.for ? `${by.for.person} is no longer an approver` : BECAUSE[why];
  return `The approval of ${describeActor(by)} no longer counts, because ${because}.`;
};

export const describeLapses = ({ lapsed }: Tally): string[] => lapsed.map(describeLapse);
