import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fromDirectoryItem } from '../../functions/adapters/directory-item.ts';
import { directoryKey } from '../../functions/adapters/table.ts';
import { resolveAccount } from '../../functions/domain/directory/resolve.ts';
import type { AwsCall } from '../faults/aws-call.ts';
import { ANALYTICS } from '../faults/pair-of-vpcs.ts';

/** Who may decide for the accepter's account, and how many of them it takes. */
export type Approving = { approvers: readonly string[]; required_approvals: number };

export const BOTH: Approving = {
  approvers: ['anna@analytics.example', 'arun@analytics.example'],
  required_approvals: 1,
};

/** Remembers who was in the directory when: the entry as each write leaves it, at the moment of its effect. */
export class DirectoryWatch {
  readonly #entries: ({ from: number } & Approving)[] = [];
  #version = 0;

  /** What it was at first, which no write says if it was so before. */
  begin(approving: Approving, at: Date): void {
    this.#entries.splice(0, Number.POSITIVE_INFINITY, { from: at.getTime(), ...approving });
  }

  see({ operation, body, at }: AwsCall): void {
    if (operation !== 'TransactWriteItems') return;
    for (const { Put } of JSON.parse(body).TransactItems) {
      if (Put?.Item.pk.S !== directoryKey.pk) continue;
      const { version, document } = fromDirectoryItem(unmarshall(Put.Item));
      // Of two writes of a version, the second has no effect.
      if (version <= this.#version) continue;
      this.#version = version;
      const { approvers = [], required_approvals = 1 } = resolveAccount(document, ANALYTICS, at) ?? {};
      this.#entries.push({ from: at.getTime(), approvers, required_approvals });
    }
  }

  /** Those who were in it then; at the very moment of a change, before it or after. */
  at(time: number): string[] {
    return this.#entries
      .filter(({ from }, index) => from <= time && time <= (this.#entries[index + 1]?.from ?? time))
      .flatMap(({ approvers }) => approvers);
  }

  /** Whether one approver could accept alone at any time. */
  wasOneEnough(): boolean {
    return this.#entries.every(({ required_approvals }) => required_approvals === 1);
  }

  /** Those who never left it. */
  throughout(): string[] {
    const [first, ...later] = this.#entries;
    return (first?.approvers ?? []).filter((each) =>
      later.every(({ approvers }) => approvers.includes(each)),
    );
  }
}
