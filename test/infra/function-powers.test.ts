import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { functionEntries } from '../../infra/function-bundles.ts';
import { roleStatements, type Statement } from './template/statements.ts';
import { synthesize } from './template/synthesized.ts';

const DOCUMENT = new URL('../../SECURITY.md', import.meta.url);

const keysOf = ({ conditions }: Statement): unknown[] =>
  Object.values(conditions).flatMap((condition) => condition['dynamodb:LeadingKeys'] ?? []);

const has = (action: RegExp) => (statement: Statement) => statement.actions.some((each) => action.test(each));

const on =
  (key: string, actions: RegExp) =>
  (statement: Statement): boolean =>
    has(actions)(statement) && keysOf(statement).includes(key);

const READ = /^dynamodb:(?:Get|BatchGet|Query)/;
const WRITE = /^dynamodb:(?:Put|Update|Delete)Item$/;

/** What a statement of a function's role lets it see, in the words of the document. */
const SEES: Record<string, (statement: Statement) => boolean> = {
  // The table's stream has them too.
  requests: (statement) => on('REQUEST#*', READ)(statement) || has(/^dynamodb:GetRecords$/)(statement),
  'the directory': on('DIRECTORY', READ),
  'the register': on('CONNECTION#*', READ),
  VPCs: has(/^sts:AssumeRole$/),
};

const DOES: Record<string, (statement: Statement) => boolean> = {
  'change requests': on('REQUEST#*', WRITE),
  'change the directory': on('DIRECTORY', WRITE),
  // Its entries are claimed with every change of a request.
  'keep the register': on('ACCOUNT_LOOKS', WRITE),
  'make links': on('LINK#*', /^dynamodb:PutItem$/),
  'start or answer workflows': has(/^states:(?:Start|SendTask)/),
  'send mail': has(/^ses:SendEmail$/),
  'publish events': has(/^events:PutEvents$/),
  'publish announcements': has(/^sns:Publish$/),
  'add to the archive': has(/^s3:PutObject/),
};

const wordsOf = (kinds: typeof SEES, statements: readonly Statement[]): string =>
  Object.entries(kinds)
    .filter(([, allows]) => statements.some(allows))
    .map(([words]) => words)
    .join(', ') || 'nothing';

it('SECURITY.md has what each function sees and can do, by its role', () => {
  const roles = roleStatements(synthesize().hub);
  const alike = Map.groupBy(functionEntries(), (entry) => {
    const statements = roles.get(entry) ?? [];
    return `${wordsOf(SEES, statements)} | ${wordsOf(DOES, statements)}`;
  });
  const rows = [...alike].map(
    ([powers, entries]) => `| ${entries.map((entry) => `\`${entry}\``).join(', ')} | ${powers} |`,
  );
  const written = readFileSync(DOCUMENT, 'utf8')
    .split('\n')
    .filter((line) => /^\| `\w+\/[\w-]+`/.test(line))
    .map((line) => line.replaceAll(/ +/g, ' '));
  expect(written).toEqual(rows);
});
