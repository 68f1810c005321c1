import { countOf } from './count-of.ts';
import { bad, good, strong } from './paint.ts';
import { oneLine } from './printable.ts';

type Case = {
  name: string;
  passed: boolean;
  expected: string;
  expected_rule: string | null;
  decided: string;
  rule: string | null;
  why: string;
};

/** A line for each case; why, for those that failed. */
export const testsText = ({ tests, failed }: { tests: readonly Case[]; failed: number }): string => {
  if (tests.length === 0) return 'The file has no tests.';
  const sum = failed === 0 ? 'all as expected' : `${failed} not as expected`;
  return [...tests.map(caseText), '', `${strong('Tests:')} ${countOf(tests.length, 'case')}, ${sum}.`].join(
    '\n',
  );
};

const caseText = ({ name, passed, expected, expected_rule, decided, rule, why }: Case): string =>
  passed
    ? good(`${oneLine(name)}: ${outcome(decided, rule)}`)
    : bad(
        `${oneLine(name)}: expected ${outcome(expected, expected_rule)}, but got ${outcome(decided, rule)}. ${oneLine(why)}`,
      );

const outcome = (then: string, rule: string | null): string => (rule ? `${then} by rule ${rule}` : then);
