import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FUNCTIONS = fileURLToPath(new URL('../../functions/', import.meta.url));
const FILES = globSync('**/*.ts', { cwd: FUNCTIONS }).sort();

/** What no file may say, and which files are meant; the path is the one below functions/. */
const TABOOS: readonly { what: string; says: RegExp; where?: RegExp }[] = [
  { what: 'imports local/', says: /(?:from|import)\s*\(?\s*['"][^'"]*\blocal\// },
  { what: 'names the machine it runs on', says: /127\.0\.0\.1|\blocalhost\b|\[?::1\]?:\d/i },
  { what: 'knows an emulator', says: /emulat|dynoxide|dynamodb.?local|localstack/i },
  { what: 'knows the local stack', says: /\blocal (?:stack|front|run|server|clock|machine)/i },
  {
    what: 'points a client somewhere',
    says: /\bendpoint\w*['"]?\s*[:=]|AWS_ENDPOINT_URL|[{,]\s*endpoint\s*[,}]/i,
  },
  {
    what: 'reads the environment',
    says: /process\s*\.\s*env|process\s*\[|from ['"](?:node:)?process['"]/,
    where: /^(?!wiring\.ts$)/,
  },
  {
    what: 'looks at the clock on the wall',
    says: /\bDate\.now\s*\(|new Date\s*(?:\(\s*\)|(?![\s(\w]))|\bDate\s*\(\s*\)|performance\.now\s*\(/,
    where: /^(?:domain|tasks|api|pages|schedules|edge|adapters)\//,
  },
];

const taboosIn = (path: string, text: string): string[] =>
  TABOOS.filter(({ says, where }) => says.test(text) && (where === undefined || where.test(path))).map(
    ({ what }) => what,
  );

describe('the functions', () => {
  it('are all looked at', () => {
    expect(FILES).toContain('wiring.ts');
    expect(FILES).toContain('domain/request/status.ts');
    expect(FILES).toContain('pages/views/layout.ts');
  });

  it.each(FILES)('know nothing of where they run: %s', (path) => {
    expect(taboosIn(path, readFileSync(`${FUNCTIONS}${path}`, 'utf8'))).toEqual([]);
  });
});

describe('a file is found out that', () => {
  it.each([
    ['imports local/', 'adapters/a.ts', "import { startClock } from '../../local/clock.ts';"],
    ['imports local/', 'adapters/a.ts', "const clock = await import('../../local/clock.ts');"],
    ['names the machine it runs on', 'adapters/a.ts', "const url = 'http://127.0.0.1:8000';"],
    ['names the machine it runs on', 'adapters/a.ts', "const url = 'http://localhost:8000';"],
    ['knows an emulator', 'edge/a.ts', '// the EC2 emulator answers otherwise'],
    ['knows an emulator', 'edge/a.ts', '// DynamoDB Local answers otherwise'],
    ['knows the local stack', 'domain/a.ts', '/** The local stack creates the table from this. */'],
    ['points a client somewhere', 'wiring.ts', 'new EC2Client({ region, endpoint: url })'],
    ['points a client somewhere', 'wiring.ts', 'new EC2Client({ region, endpoint })'],
    ['points a client somewhere', 'wiring.ts', "env('AWS_ENDPOINT_URL_EC2')"],
    ['reads the environment', 'edge/a.ts', "const level = process.env['LEVEL'];"],
    ['reads the environment', 'edge/a.ts', "import { env } from 'node:process';"],
    ['looks at the clock on the wall', 'domain/a.ts', 'const now = Date.now();'],
    ['looks at the clock on the wall', 'tasks/a.ts', 'const now = new Date();'],
    ['looks at the clock on the wall', 'api/a.ts', 'const now = new Date;'],
  ])('%s (%s: %s)', (what, path, text) => {
    expect(taboosIn(path, text)).toEqual([what]);
  });

  it.each([
    ['wiring.ts', 'const value = process.env[name];'],
    ['wiring.ts', 'export const clock: Clock = () => new Date();'],
    ['domain/a.ts', 'const next = new Date(now.getTime() + 1000);'],
    ['domain/a.ts', 'const clock = (): Date => given;'],
    ['edge/a.ts', '// Each endpoint of the API has a schema.'],
  ])('and no other: %s may say %s', (path, text) => {
    expect(taboosIn(path, text)).toEqual([]);
  });
});
