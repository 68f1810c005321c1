import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OTHER_WAYS, synthesize, WITH_FRONT } from './template/synthesized.ts';

const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;
test.skipIf(!isInstalled)('the templates are clean under cfn-lint', () => {
  const made = synthesize();
  const scratch = mkdtempSync(join(tmpdir(), 'peerway-cfn-lint-'));
  try {
    const behind = synthesize(WITH_FRONT);
    const files = Object.entries({
      hub: made.hub,
      other: synthesize(OTHER_WAYS).hub,
      behind: behind.hub,
      front: behind.front,
      spoke: made.spoke,
    }).map(([name, template]) => {
      const file = join(scratch, `${name}.json`);
      writeFileSync(file, JSON.stringify(template));
      return file;
    });
    expect(spawnSync('cfn-lint', files, { encoding: 'utf8' }).stdout).toBe('');
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
