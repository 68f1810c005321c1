import {
  type DirectoryDraft,
  EMPTY_DIRECTORY,
  type Rule,
} from '../../functions/domain/directory/document.ts';
import { findDefects } from '../../functions/domain/directory/find-defects.ts';
import { normalize } from '../../functions/domain/directory/normalize.ts';
import { type RuleTestResult, testRules } from '../../functions/domain/directory/test-rules.ts';
import { describeRuling, describeUndetermined } from '../../functions/domain/wording/rules.ts';
import { RefusedError } from '../errors.ts';

/** What the rules decide about a case, and what they should. */
export type TestedCase = {
  name: string;
  passed: boolean;
  expected: Rule['then'];
  expected_rule: string | null;
  decided: Rule['then'];
  rule: string | null;
  why: string;
};

export type TestReport = { passed: number; failed: number; tests: TestedCase[] };

/**
 * Decides the cases of a directory by its rules, on this machine, as Peerway decides requests.
 *
 * @throws RefusedError, as the API would, if the directory can't be
 */
export const runTests = (draft: DirectoryDraft): TestReport => {
  const now = new Date();
  const [first, ...others] = findDefects(draft).map(({ path, message }) => ({
    path: `directory.${path}`,
    message,
  }));
  if (first) {
    const message = 'The directory is invalid. See details.';
    throw new RefusedError(
      400,
      { error: { code: 'VALIDATION_ERROR', message, details: [first, ...others] } },
      {},
    );
  }
  const document = normalize(draft, EMPTY_DIRECTORY, { now, by: '', reminders: [] });
  const tests = testRules(document, now).map(reportOf);
  const passed = tests.filter((each) => each.passed).length;
  return { passed, failed: tests.length - passed, tests };
};

const reportOf = ({ test, passed, ruling }: RuleTestResult): TestedCase => ({
  name: test.name,
  passed,
  expected: test.expect,
  expected_rule: test.rule ?? null,
  decided: ruling.then,
  rule: ruling.rule?.name ?? null,
  why: [
    ...ruling.undetermined.map((each) => describeUndetermined(each, (side) => `the ${side} VPC`)),
    describeRuling(ruling),
  ].join(' '),
});
