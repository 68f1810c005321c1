import { beforeAll, describe, expect, it } from 'vitest';
import { capitalize, describeStatus } from '../../functions/domain/wording/statuses.ts';
import { STORIES } from '../../local/demo/stories.ts';
import { runDemo } from './run-demo.ts';

describe('the demo', () => {
  let run: Awaited<ReturnType<typeof runDemo>>;
  let lines: string[];

  beforeAll(async () => {
    run = await runDemo('--fast');
    lines = run.stdout.split('\n');
  });

  it('ends well, with nothing on stderr', () => {
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(STORIES)('narrates how $name ends, in Peerway and in EC2', ({ name, expected, account }) => {
    const narrated = lines.filter((line) => /^day \d /.test(line) && line.slice(13).startsWith(name));
    const mails = narrated.filter((line) => line.includes('  email '));
    expect(mails.at(-1)).toContain(`“${capitalize(describeStatus(expected.status))}”`);
    expect(narrated.find((line) => line.includes('  check '))).toMatch(
      new RegExp(`EC2 reports ${expected.status} to account ${account}$`),
    );
    const row = lines.findLast((line) => line.startsWith(name))?.split(/ {2,}/);
    expect(row).toEqual([
      name,
      expected.status,
      expected.status,
      expect.any(String),
      expect.stringMatching(/^\d+$/),
      'valid',
      'as expected',
    ]);
  });

  it('narrates everything in the order of virtual time', () => {
    const times = lines.flatMap((line) => /^day \d \d\d:\d\d/.exec(line) ?? []);
    expect(times.length).toBeGreaterThan(STORIES.length);
    expect(times).toEqual(times.toSorted());
  });

  it('is clean text of at most 100 columns in a pipe', () => {
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(run.stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
