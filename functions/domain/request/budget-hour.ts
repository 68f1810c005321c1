const HOUR_MS = 3_600_000;

/** The hour whose budgets count now. */
export const budgetHour = (now: Date): { start: Date; end: Date } => {
  const start = now.getTime() - (now.getTime() % HOUR_MS);
  return { start: new Date(start), end: new Date(start + HOUR_MS) };
};
