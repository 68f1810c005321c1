import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../cli/program.ts';
import manifest from '../../package.json' with { type: 'json' };
import { runPeerway } from './run-peerway.ts';

/** Every command, by the words that name it. */
const commands = (from: Command, words: readonly string[] = []): [string, Command][] => [
  [words.join(' '), from],
  ...from.commands.flatMap((command) => commands(command, [...words, command.name()])),
];

const EXAMPLE_ID = 'pr-01K7Q8Z4T1V6M3N9R2X5B0C8DE';
const EXAMPLE = /^ {2}\$ ((?:.*\\\n)*.*)$/gm;

/** What a shell makes of an example's words; what they are piped into gets to say nothing, and no file is written. */
const argumentsOf = async (example: string): Promise<string[]> => {
  const words = example.replace(/ > \S+$/, '');
  const script = `ID=${EXAMPLE_ID}; peerway() { printf '%s\\n' "$@" >&2; }; jq() { true; }; ${words}`;
  const { stderr } = await promisify(execFile)('bash', ['-c', script]);
  return stderr.trimEnd().split('\n');
};

/** Parses as the command line does, and acts on nothing. */
const parse = async (args: readonly string[]): Promise<string | undefined> => {
  const program = buildProgram();
  let ran: string | undefined;
  for (const [name, command] of commands(program)) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (name) {
      command.action(() => {
        ran = name;
      });
    }
  }
  await program.parseAsync(args, { from: 'user' });
  return ran;
};

describe.each(commands(buildProgram()))('peerway %s', (name) => {
  test('has help with examples that its options allow', async () => {
    const { code, stdout, stderr } = await runPeerway([...name.split(' ').filter(Boolean), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, ending = ''] = stdout.split('\nExamples:\n');
    const examples = [...ending.matchAll(EXAMPLE)].map(([, example = '']) => example);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      if (example.startsWith('ID=')) continue;
      const args = await argumentsOf(example);
      if (args.includes('--help')) continue;
      expect(await parse(args)).toContain(name);
    }
  });
});

test('the help of the whole says where to connect and what exit codes mean', async () => {
  const { stdout } = await runPeerway(['--help']);
  expect(stdout).toContain('PEERWAY_ENDPOINT=http://127.0.0.1:3000');
  expect(stdout).toMatch(/Exit codes:\n {2}0 {2}.*\n {2}1 {2}/);
  expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
});

test('--version is the package’s', async () => {
  expect(await runPeerway(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

test('without a command the help is an error’s, and nothing goes to a pipe', async () => {
  const { code, stdout, stderr } = await runPeerway([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: peerway');
});
