import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { runPeerway } from './run-peerway.ts';

/** What is offered for the last word of a command line. */
const offered = async (...words: string[]): Promise<string[]> => {
  const { code, stdout, stderr } = await runPeerway(['complete', '--', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.pop()).toMatch(/^:\d+$/);
  return lines.map((line) => line.split('\t')[0] ?? '');
};

test('commands are completed', async () => {
  expect(await offered('re')).toEqual(['reject', 'resubmit']);
  expect(await offered('accounts', '')).toEqual(['list', 'get', 'put', 'delete', 'help']);
  expect(await offered('')).toContain('completion');
  expect(await offered('')).not.toContain('complete');
});

test('options are completed: those of the command, and those of every command', async () => {
  expect(await offered('list', '--s')).toEqual(['--status', '--sort']);
  expect(await offered('audit', 'export', '--')).toEqual(expect.arrayContaining(['--since', '--profile']));
  expect(await offered('show', '--out')).toEqual(['--output']);
});

test('values are completed where there is a choice', async () => {
  expect(await offered('list', '--status', '')).toEqual([...STATUSES]);
  expect(await offered('show', '--output', '')).toEqual(['json', 'table', 'csv', 'yaml']);
  expect(await offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
});

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  test('calls the command line for suggestions, and parses where the shell is there', async () => {
    const { code, stdout, stderr } = await runPeerway(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('peerway complete --');
    const parsed = spawnSync(shell, ['-n'], { input: stdout });
    const isThere = (parsed.error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT';
    if (isThere) expect(parsed.status).toBe(0);
  });
});

test('bash completes a status with the script', async () => {
  const { stdout } = await runPeerway(['completion', 'bash']);
  // What bash-completion defines, and the command line itself.
  const script = `${stdout}
_get_comp_words_by_ref() { cur=\${COMP_WORDS[COMP_CWORD]}; prev=\${COMP_WORDS[COMP_CWORD-1]}; words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; }
peerway() { '${process.execPath}' cli/peerway.ts "$@"; }
COMP_WORDS=(peerway list --status pend); COMP_CWORD=3
__peerway_complete
printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim()).toBe('pending-acceptance');
});
