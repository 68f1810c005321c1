import type { Evidence } from '../evidence.ts';

/** By then a sweep has looked at what is due. */
const SWEPT_WITHIN_MS = 20 * 60_000;

/**
 * 14. A connection is deleted once, by a rule only at the end that stands, and by a review only after its other side was
 * told and its grace is over. An end that stands is carried out. Only what was granted moves it.
 */
export const endsInTime = (evidence: Evidence): string[] => [
  ...endedOnce(evidence),
  ...endedByRule(evidence),
  ...removedByReview(evidence),
  ...endStands(evidence),
];

const endedOnce = ({ events }: Evidence): string[] => {
  const ended = events.filter(({ type }) => type === 'teardown-recorded');
  return ended.length > 1 ? [`it was to be deleted ${ended.length} times`] : [];
};

const endedByRule = ({ record: { teardown, ends_at } }: Evidence): string[] =>
  teardown?.by.id === 'active_for' && (!ends_at || teardown.at < ends_at)
    ? [`its end deleted it at ${teardown.at}, and its end is ${ends_at ?? 'never'}`]
    : [];

const removedByReview = ({ record: { teardown, removal, review }, events }: Evidence): string[] => {
  if (teardown?.by.kind !== 'rule' || teardown.by.id !== 'review') return [];
  if (!removal) return ['a review deleted it, and no removal is on its record'];
  const ended = events.findIndex(({ type }) => type === 'teardown-recorded');
  const before = events.slice(0, ended);
  const last = before.findLast(({ type }) => type === 'removal-planned' || type === 'removal-withdrawn');
  const isTold = before.some(
    ({ type, reason }) => type.startsWith('mail-') && reason?.includes(`removal-${Date.parse(removal.at)} `),
  );
  return [
    ...(last?.type === 'removal-planned' ? [] : ['a review deleted it after its removal was withdrawn']),
    ...(review?.answers.at(-1)?.answer === 'keep'
      ? ['a review deleted it, and the last answer is to keep it']
      : []),
    ...(teardown.at < removal.due_at
      ? [`a review deleted it at ${teardown.at}, and its removal is due at ${removal.due_at}`]
      : []),
    ...(isTold ? [] : ['a review deleted it, and its requester was never told before']),
  ];
};

const endStands = ({ record, events, at }: Evidence): string[] => {
  const { status, teardown, active_for, ends_at, extension } = record;
  const activated = events.find(({ to_status }) => to_status === 'active');
  if (active_for === undefined || !activated || !ends_at) return [];
  const end = Date.parse(ends_at);
  const granted = events.filter(
    ({ type, reason }) => type === 'extension-decided' && reason?.startsWith('accept'),
  );
  const first = Date.parse(activated.at) + active_for * 1000;
  const more = granted.length * (extension?.extends_by ?? 0) * 1000;
  const isOverdue = status === 'active' && !teardown && end < at.getTime() - SWEPT_WITHIN_MS;
  return [
    ...(isOverdue ? [`its end was ${ends_at}, and it lives on`] : []),
    ...(end > first + more ? [`its end is ${ends_at}, and nobody granted so much`] : []),
    ...(end < first + more ? [`its end is ${ends_at}, and more was granted`] : []),
  ];
};
