import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionEntries } from '../../../infra/function-bundles.ts';
import { awsCallsOf } from '../aws-calls/aws-calls.ts';
import { CONNECTING, synthesize } from '../template/synthesized.ts';
import {
  type Access,
  accessOf,
  mayAssume,
  memberRolesIn,
  OPERATIONS,
  operationsIn,
} from './member-access.ts';
import { allowing } from './other-policies.ts';
import { type Policies, policiesOf } from './policies.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/member-access.md', import.meta.url));
const ENTRIES = functionEntries().sort();
const ACTING = [
  'accept-peering',
  'cancel-peering',
  'connect-vpcs',
  'create-peering',
  'disconnect-vpcs',
  'reject-peering',
].map((task) => `tasks/${task}`);

let policies: Policies;
let access: Access;

beforeAll(async () => {
  policies = policiesOf(synthesize(CONNECTING));
  access = await accessOf(ENTRIES, policies);
});

const operationsOf = (entry: string): string[] => [...(access.get(entry)?.values() ?? [])].flat();

describe('in a member account', () => {
  it.each(ENTRIES.filter((entry) => !ACTING.includes(entry)))('%s only looks', (entry) => {
    expect(operationsOf(entry).filter((operation) => !/^(?:Describe|Get)/.test(operation))).toEqual([]);
  });

  it('no function can do two of these: request, accept, connect', () => {
    for (const entry of ENTRIES) {
      const roles = [...(access.get(entry)?.keys() ?? [])];
      expect(roles.filter((role) => role !== 'PeerwayViewer').length, entry).toBeLessThan(2);
    }
  });

  it.each(ENTRIES)(
    '%s, even if its own role allowed more, gets into no role that it does not need',
    async (entry) => {
      const needed = [...awsCallsOf(entry).asMember.keys()];
      const wider = allowing(policies, entry, 'sts:AssumeRole');
      for (const role of memberRolesIn(policies)) {
        // Whatever works in member accounts may look there.
        const isLook = role === 'PeerwayViewer' && needed.length > 0;
        expect(await mayAssume(entry, role, wider), role).toBe(isLook || needed.includes(role));
      }
    },
  );

  it.each(ENTRIES)('%s may do what its code calls', (entry) => {
    for (const [role, actions] of awsCallsOf(entry).asMember) {
      expect(access.get(entry)?.get(role)).toEqual(expect.arrayContaining(operationsIn(actions)));
    }
  });
});

it('docs/member-access.md has the table of functions, roles and actions', async () => {
  const [before = '', , after = ''] = readFileSync(DOCUMENT, 'utf8').split(/<!-- table -->\n\n?/);
  const document = `${before}<!-- table -->\n\n${tableOf(rows())}\n<!-- table -->\n\n${after}`;
  await expect(document).toMatchFileSnapshot(DOCUMENT);
});

const rows = (): string[][] => [
  ['function', 'role', ...OPERATIONS.map((operation) => `\`${operation}\``)],
  ...ENTRIES.flatMap((entry) =>
    [...(access.get(entry) ?? [])].map(([role, allowed], index) => {
      const called = operationsIn(awsCallsOf(entry).asMember.get(role) ?? []);
      const cells = OPERATIONS.map((operation) =>
        allowed.includes(operation) ? (called.includes(operation) ? 'calls' : 'may') : '',
      );
      return [index === 0 ? `\`${entry}\`` : '', `\`${role}\``, ...cells];
    }),
  ),
];

/** In the format of Biome. */
const tableOf = ([head = [], ...body]: readonly string[][]): string => {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
};
