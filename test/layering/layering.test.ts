import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Statement, VariableDeclarator } from '@swc/core';
import { Visitor } from '@swc/core/Visitor.js';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TREES = ['functions', 'local', 'infra', 'test', 'cli', 'bench'];

const { options, forbidden } = JSON.parse(readFileSync(join(ROOT, '.dependency-cruiser.json'), 'utf8')) as {
  options: ICruiseOptions;
  forbidden: (IForbiddenRuleType & { name: string })[];
};

const RULES = forbidden.map(({ name }) => name);

// The visitor with which dependency-cruiser walks a file throws at every `using`: it is older than that.
type UsingDeclaration = { type: 'UsingDeclaration'; decls: VariableDeclarator[] };
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function (this: Visitor, statement: Statement | UsingDeclaration) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  this.visitVariableDeclarators(statement.decls);
  return statement as unknown as Statement;
};

const dependenciesIn = async (baseDir: string): Promise<ICruiseResult> => {
  const trees = TREES.filter((tree) => existsSync(join(baseDir, tree)));
  const { output } = await cruise(trees, { ...options, baseDir, validate: true, ruleSet: { forbidden } });
  if (typeof output === 'string') throw new Error(output);
  return output;
};

/** Each violation in words: the rule, who imports what, and how that leads back where it is a cycle. */
const violationsOf = ({ summary }: ICruiseResult): string[] =>
  summary.violations
    .map(({ rule, from, to, cycle }) => {
      const way = cycle ? cycle.map(({ name }) => name) : [to];
      return `${rule.name}: ${[from, ...way].join(' → ')}`;
    })
    .sort();

describe('the layers', () => {
  let found: ICruiseResult;

  beforeAll(async () => {
    found = await dependenciesIn(ROOT);
  });

  it('import as the rules allow', () => {
    expect(violationsOf(found)).toEqual([]);
  });

  it('are seen: values, types, and every file that is imported', () => {
    const imports = found.modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => `${source} → ${resolved}`),
    );
    expect(imports).toContain('functions/wiring.ts → functions/adapters/dynamodb-requests.ts');
    // A type and nothing else.
    expect(imports).toContain('functions/domain/request/ports.ts → functions/domain/request/audit.ts');
    expect(imports).toContainEqual(
      expect.stringMatching(
        /^functions\/adapters\/ec2-connections\.ts → .*node_modules\/@aws-sdk\/client-ec2\//,
      ),
    );
    const unresolved = found.modules.filter(({ couldNotResolve }) => couldNotResolve);
    expect(unresolved.map(({ source }) => source).filter((source) => source.startsWith('.'))).toEqual([]);
  });
});

describe('each rule can fail:', () => {
  /** Who imports what against which rule. */
  const PLANTED = [
    ['domain-imports-nothing-of-ours', 'functions/domain/request/a.ts', 'functions/adapters/innocent.ts'],
    ['domain-imports-nothing-of-ours', 'functions/domain/request/b.ts', 'local/innocent.ts'],
    ['domain-imports-no-sdk', 'functions/domain/request/c.ts', 'node_modules/@aws-sdk/client-ec2/index.js'],
    ['domain-files-live-in-rooms', 'functions/domain/a.ts', 'functions/domain/request/innocent.ts'],
    ['room-order-request', 'functions/domain/request/d.ts', 'functions/domain/announce/innocent.ts'],
    [
      'room-order-directory-connection',
      'functions/domain/directory/a.ts',
      'functions/domain/connection/innocent.ts',
    ],
    [
      'room-order-directory-connection',
      'functions/domain/connection/a.ts',
      'functions/domain/mail/innocent.ts',
    ],
    ['room-order-connectivity', 'functions/domain/connectivity/a.ts', 'functions/domain/mail/innocent.ts'],
    ['room-order-wording-links', 'functions/domain/links/a.ts', 'functions/domain/mail/innocent.ts'],
    [
      'room-order-mail-submission-announce',
      'functions/domain/mail/a.ts',
      'functions/domain/workflow/innocent.ts',
    ],
    ['room-order-workflow', 'functions/domain/workflow/a.ts', 'functions/domain/decision/innocent.ts'],
    ['room-order-decision', 'functions/domain/decision/a.ts', 'functions/domain/register/innocent.ts'],
    [
      'room-order-register-lifetime',
      'functions/domain/register/a.ts',
      'functions/domain/lifetime/innocent.ts',
    ],
    ['room-order-overview', 'functions/domain/overview/a.ts', 'functions/domain/decision/innocent.ts'],
    ['adapters-import-the-domain-alone', 'functions/adapters/a.ts', 'functions/edge/innocent.ts'],
    ['adapters-import-the-domain-alone', 'functions/adapters/b.ts', 'functions/wiring.ts'],
    ['edge-imports-the-domain-alone', 'functions/edge/a.ts', 'functions/adapters/innocent.ts'],
    ['edge-imports-no-client', 'functions/edge/b.ts', 'node_modules/@aws-sdk/client-ec2/index.js'],
    ['wiring-imports-adapters-and-domain', 'functions/wiring.ts', 'functions/edge/innocent.ts'],
    ['entries-import-domain-edge-wiring', 'functions/api/a.ts', 'functions/adapters/innocent.ts'],
    ['entries-import-domain-edge-wiring', 'functions/tasks/a.ts', 'functions/pages/views/innocent.ts'],
    ['entries-import-domain-edge-wiring', 'functions/schedules/a.ts', 'functions/routes.ts'],
    ['not-found-reads-the-routes-too', 'functions/pages/not-found.ts', 'functions/adapters/innocent.ts'],
    ['entries-import-no-entry', 'functions/pages/a.ts', 'functions/pages/innocent.ts'],
    ['entries-import-no-entry', 'functions/api/b.ts', 'functions/tasks/innocent.ts'],
    ['infra-runs-no-function', 'infra/a.ts', 'functions/tasks/innocent.ts'],
    ['cli-imports-the-contract-alone', 'cli/a.ts', 'functions/adapters/innocent.ts'],
    ['cli-files-live-in-rooms', 'cli/b.ts', 'cli/client/innocent.ts'],
    ['cli-room-order-errors-exit-code', 'cli/errors.ts', 'cli/client/innocent.ts'],
    ['cli-room-order-client', 'cli/client/a.ts', 'cli/views/innocent.ts'],
    ['cli-room-order-client', 'cli/client/b.ts', 'cli/session.ts'],
    ['cli-room-order-views', 'cli/views/a.ts', 'cli/audit/innocent.ts'],
    ['cli-room-order-session', 'cli/session.ts', 'cli/watch/innocent.ts'],
    ['cli-room-order-audit-watch', 'cli/audit/a.ts', 'cli/watch/innocent.ts'],
    ['cli-room-order-audit-watch', 'cli/watch/a.ts', 'cli/commands/innocent.ts'],
    ['cli-room-order-commands', 'cli/commands/a.ts', 'cli/program.ts'],
    ['cli-room-order-program', 'cli/run.ts', 'cli/package/innocent.ts'],
    ['nothing-imports-the-cli', 'local/b.ts', 'cli/innocent.ts'],
    ['nothing-imports-tests', 'local/a.ts', 'test/innocent.ts'],
    ['no-cycles', 'functions/domain/request/about.ts', 'functions/domain/request/round.ts'],
  ] as const;

  let tree: string;
  let found: string[];

  /** A file that imports the type of another, and nothing of it at run time. */
  const plant = (file: string, imported?: string): void => {
    const path = join(tree, file);
    mkdirSync(dirname(path), { recursive: true });
    const up = '../'.repeat(file.split('/').length - 1);
    const specifier = imported?.replace(/^node_modules\/(.*)\/index\.js$/, '$1') ?? '';
    const from = imported?.startsWith('node_modules/') ? specifier : `${up}${specifier}`;
    const line = imported ? `import type { Innocent } from '${from}';\nexport type Guilty = Innocent;\n` : '';
    writeFileSync(path, `${line}export type Innocent = string;\n`);
  };

  beforeAll(async () => {
    tree = realpathSync(mkdtempSync(join(tmpdir(), 'peerway-layers-')));
    for (const [, , imported] of PLANTED) plant(imported);
    for (const [, file, imported] of PLANTED) plant(file, imported);
    plant('functions/domain/request/round.ts', 'functions/domain/request/about.ts');
    writeFileSync(join(tree, 'node_modules/@aws-sdk/client-ec2/package.json'), '{"main": "index.js"}');
    found = violationsOf(await dependenciesIn(tree));
  });

  afterAll(() => rmSync(tree, { recursive: true }));

  it.each(PLANTED)('%s, in %s', (rule, file, imported) => {
    expect(found).toContainEqual(expect.stringContaining(`${rule}: ${file} → ${imported}`));
  });

  it.each(RULES)('%s has a fault planted for it', (rule) => {
    expect(PLANTED.map(([name]) => name)).toContain(rule);
  });

  it('and nothing innocent is found guilty', () => {
    expect(found.filter((violation) => violation.includes('innocent.ts →'))).toEqual([]);
    const guilty = new Set<string>(PLANTED.map(([, file]) => file));
    expect(found.filter((violation) => !guilty.has(violation.replace(/^.*: | → .*$/g, '')))).toEqual([]);
  });
});
