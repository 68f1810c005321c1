import { beforeAll, describe, expect, it } from 'vitest';
import { CONNECTING, type Synthesized, synthesize } from '../template/synthesized.ts';
import { isAllowed, type Question, tell } from './judge.ts';
import { type Observed, observe } from './observe.ts';
import { statementsOf, withOneMore, withoutEachAction } from './other-policies.ts';
import { type Policies, policiesOf, roleName, type Statement } from './policies.ts';
import { archiveQuestions, questionsOf, withoutRepetitions } from './questions.ts';
import { runtimeQuestions } from './runtime-questions.ts';
import { READINGS, type Reading } from './table-questions.ts';

let made: Synthesized;
let policies: Policies;
let observed: Observed;

beforeAll(async () => {
  made = synthesize(CONNECTING);
  policies = policiesOf(made);
  observed = await observe();
});

/** Allowed for what no life meets. A function's other permissions are all needed by what is observed. */
const SELDOM: Readonly<Record<string, readonly string[]>> = {
  // The key that signs cursors is made by whichever list is paged first.
  'api/list-events': ['dynamodb:GetItem SECRET#CURSOR', 'dynamodb:UpdateItem SECRET#CURSOR'],
  'api/list-account-events': ['dynamodb:GetItem SECRET#CURSOR', 'dynamodb:UpdateItem SECRET#CURSOR'],
  'api/list-directory-events': ['dynamodb:GetItem SECRET#CURSOR', 'dynamodb:UpdateItem SECRET#CURSOR'],
  // Nobody resubmits with an idempotency key, or for an account that is no longer in the directory.
  'api/resubmit-request': ['dynamodb:GetItem IDEMPOTENCY#*', 'dynamodb:UpdateItem MISSING_ACCOUNTS'],
  // The trail, on a page that explains why nothing was done, the answer to the same form sent twice at once, and an
  // account that is no longer in the directory.
  'pages/ask-again': [
    'dynamodb:Query REQUEST#*',
    'dynamodb:GetItem IDEMPOTENCY#*',
    'dynamodb:UpdateItem MISSING_ACCOUNTS',
  ],
  // A link of version 0.1, whose forms are renewed where it is.
  'pages/make-decision': ['dynamodb:Query REQUEST#*', 'dynamodb:UpdateItem LINK#*'],
  // No link to a review is of version 0.1.
  'pages/answer-review': ['dynamodb:UpdateItem LINK#*'],
  // Links of version 0.1.
  'pages/show-absence': ['dynamodb:GetItem REQUEST#*'],
  'pages/change-absence': ['dynamodb:GetItem REQUEST#*', 'dynamodb:UpdateItem LINK#*'],
  // A link of version 0.1, and a page that explains why no list was mailed.
  'pages/send-list': ['dynamodb:UpdateItem LINK#*', 'dynamodb:GetItem REQUEST#*'],
  // The trail of a page that explains a refusal, a link of version 0.1, and a workflow that waits for an answer.
  'pages/withdraw-request': [
    'dynamodb:Query DIRECTORY REQUEST#*',
    'dynamodb:UpdateItem LINK#*',
    'states:SendTaskSuccess',
    'dynamodb:GetItem PAIR#*',
  ],
  // Requests that are stuck and absences, which people are told about, and decisions that no task was told about.
  'schedules/sweep': [
    'dynamodb:GetItem REQUEST#*',
    'dynamodb:PutItem BOOKMARKS LINK#* ABSENCE_NOTES',
    'dynamodb:UpdateItem MAILS#*',
    'states:SendTaskSuccess',
    'ses:SendEmail',
  ],
  // A request that another function changes between a look and its record.
  'schedules/watch-connectivity': ['dynamodb:GetItem REQUEST#*'],
  'schedules/review-connections': ['dynamodb:GetItem REQUEST#*'],
  // The pager of lists can read a partition of the table too, which lists of connections never do. The key is as above.
  'api/list-connections': [
    'dynamodb:Query CONNECTION#*',
    'dynamodb:GetItem SECRET#CURSOR',
    'dynamodb:UpdateItem SECRET#CURSOR',
  ],
  // Nobody opens the board's list of connections.
  'pages/show-board': ['dynamodb:BatchGetItem CONNECTION#*', 'dynamodb:Query CONNECTION#*'],
  // The trail, on a page that explains a refusal, and which request holds the pair, on the page of one that has ended.
  'pages/ask-for-more-time': ['dynamodb:Query REQUEST#*', 'dynamodb:GetItem PAIR#*'],
  // Nobody looks live at an active connection within one Region, where security groups may name each other.
  PeerwayViewer: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroupReferences'],
};

const questions = (reading: Reading): Question[] =>
  withoutRepetitions([
    ...observed.calls.flatMap((call) => questionsOf(call, observed, policies, reading)),
    ...archiveQuestions(observed.archivedKeys, policies),
    ...runtimeQuestions(made.hub),
  ]);

const denied = async (asked: readonly Question[], by: Policies): Promise<string[]> => {
  const found: string[] = [];
  for (const question of asked) if (!(await isAllowed(question, by))) found.push(tell(question));
  return found;
};

/** Each action of each statement of a role without which all that was asked would still be allowed. */
const needless = async (role: string, by: Policies, asked: readonly Question[]): Promise<string[]> => {
  const found: string[] = [];
  for (const { action, without, statement } of withoutEachAction(by, role)) {
    const about = asked.filter((question) => question.action === action && roleName(question.who) === role);
    if ((await denied(about, without)).length === 0) found.push(nameOf(action, statement));
  }
  return found;
};

const nameOf = (action: string, { Condition = {} }: Statement): string =>
  [action, ...[Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []].flat()].join(' ');

const roleNames = (): Set<string> => new Set([...policies.roles.keys()].map(roleName));

describe('what the functions do', () => {
  it.each(READINGS)('is allowed, if the leading keys in a transaction are those of %s', async (reading) => {
    expect(await denied(questions(reading), policies)).toEqual([]);
  });

  it('is allowed while the member accounts are upgrading', async () => {
    const upgrading = policiesOf(synthesize({ ...CONNECTING, memberRoles: 'upgrading' }));
    expect(await denied(questions('each item'), upgrading)).toEqual([]);
  });

  it('needs every action of every statement', async () => {
    const asked = questions('each item');
    const found: Record<string, string[]> = {};
    for (const role of roleNames()) {
      const unused = await needless(role, policies, asked);
      const unexplained = unused.filter((each) => !SELDOM[role]?.includes(each));
      if (unexplained.length > 0) found[role] = unexplained;
    }
    expect(found).toEqual({});
  });

  it('needs no action more, whichever role may take it', async () => {
    const asked = questions('each item');
    for (const role of roleNames()) {
      const own = statementsOf(policies, role).flatMap(({ Action }) => Action);
      const other = asked.find(({ action }) => !own.includes(action))?.action ?? '';
      const unused = await needless(role, withOneMore(policies, role, other), asked);
      expect(
        unused.some((each) => each.startsWith(other)),
        `${role} with ${other}`,
      ).toBe(true);
    }
  });
});
