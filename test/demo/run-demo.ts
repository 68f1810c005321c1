import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const MAIN = new URL('../../local/demo/main.ts', import.meta.url).pathname;

export const runDemo = async (...args: string[]) => {
  // A CI that forces colors would force them into the pipe.
  const env = { ...process.env, FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, code };
};
