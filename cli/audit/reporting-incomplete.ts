import { countOf } from '../views/count-of.ts';

/** Does the work. If it ends early, reports what it found until then, and that there is more. */
export const reportingIncomplete = async <T>(
  work: Promise<T>,
  verified: () => number,
  report: () => void,
): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    const trails = verified();
    if (trails === 0) throw error;
    report();
    process.stderr.write(
      `This is not complete: ${countOf(trails, 'trail')} ${trails === 1 ? 'was' : 'were'} verified before the error.\n`,
    );
    throw error;
  }
};
