import { describe, expect, it } from 'vitest';
import { runDemo } from './run-demo.ts';

describe("the demo's options", () => {
  it('are explained', async () => {
    expect(await runDemo('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--fast') });
  });

  it('are rejected in one sentence if they are invalid', async () => {
    const { code, stderr } = await runDemo('--speed', 'soon');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '--speed must be a number of at least 1, such as 10080.\n',
    });
  });
});
