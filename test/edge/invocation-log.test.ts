import { beforeAll, expect, test, vi } from 'vitest';
import type { invokeFunction } from '../../local/functions.ts';
import { eventAs } from '../api/function-event.ts';

const CALLER = 'arn:aws:sts::111111111111:assumed-role/Developer/anna';
const SECRETS = 'Ticket 4711 of priya@payments.example';

let invoke: typeof invokeFunction;
beforeAll(async () => {
  // The logger looks at this when it is loaded, and then writes to the console.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  ({ invokeFunction: invoke } = await import('../../local/functions.ts'));
});

/** All lines that a function logs. */
const logged = async (entry: string, event: object): Promise<string> => {
  const lines: unknown[] = [];
  const spies = (['log', 'info', 'warn', 'error'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((...line) => void lines.push(...line)),
  );
  await invoke(entry, event);
  for (const spy of spies) spy.mockRestore();
  return lines.join('\n');
};

test.each([
  ['cut off', `{"justification": "${SECRETS}"`],
  ['not JSON at all', `justification: ${SECRETS}`],
  ['JSON that poisons prototypes', `{"__proto__": {"justification": "${SECRETS}"}}`],
])('a body that is %s is refused, and not in the log', async (_, body) => {
  const log = await logged('api/submit-request', { ...eventAs(CALLER), body });
  expect(log).toContain('"code": "VALIDATION_ERROR"');
  expect(log).toContain('Request refused');
  expect(log).not.toContain('4711');
  expect(log).not.toContain('priya');
});

test('a form that is not one is refused, and not in the log', async () => {
  const log = await logged('pages/make-decision', {
    ...eventAs(undefined, { pathParameters: { token: 'A'.repeat(43) } }),
    body: `comment=${SECRETS}&__proto__[x]=%E0%A4%A${SECRETS}`,
  });
  expect(log).not.toContain('4711');
  expect(log).not.toContain('priya');
});
