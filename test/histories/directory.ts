import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fromDirectoryItem } from '../../functions/adapters/directory-item.ts';
import { directoryKey } from '../../functions/adapters/table.ts';
import type { DirectoryDocument } from '../../functions/domain/directory/document.ts';
import type { AwsCall } from '../faults/aws-call.ts';
import { ANALYTICS } from '../faults/pair-of-vpcs.ts';

/** Who may decide for the accepter's account, how many of them it takes, and what else its entry says, as the API has it. */
export type Approving = {
  approvers: readonly string[];
  required_approvals: number;
  repeat_rejection?: string;
  longest_active_for?: string;
  review_every?: string;
  review_unanswered?: 'keep' | 'remove';
};

export const BOTH = {
  approvers: ['anna@analytics.example', 'arun@analytics.example'],
  required_approvals: 1,
} as const satisfies Approving;

/** Remembers what the directory said when: the document as each write leaves it, at the moment of its effect. */
export class DirectoryWatch {
  readonly #states: { from: number; document: DirectoryDocument }[] = [];
  #version = 0;

  /** What it was at first, which no write says if it was so before. */
  begin(version: number, document: DirectoryDocument, at: Date): void {
    this.#version = version;
    this.#states.splice(0, Number.POSITIVE_INFINITY, { from: at.getTime(), document });
  }

  see({ operation, body, at }: AwsCall): void {
    if (operation !== 'TransactWriteItems') return;
    for (const { Put } of JSON.parse(body).TransactItems) {
      if (Put?.Item.pk.S !== directoryKey.pk) continue;
      const item = unmarshall(Put.Item);
      const content = Buffer.from(item['content'], 'base64');
      const { version, document } = fromDirectoryItem({ ...item, content });
      this.note(version, document, at);
    }
  }

  /** Of two writes of a version, the second has no effect. */
  note(version: number, document: DirectoryDocument, at: Date): void {
    if (version <= this.#version) return;
    this.#version = version;
    this.#states.push({ from: at.getTime(), document });
  }

  /** Those whose approval counted then; at the very moment of a change, before it or after. */
  at(time: number): string[] {
    return this.#documentsAt(time).flatMap(approversIn);
  }

  /**
   * Those who could decide then: the approvers, or whoever decides for them while they are away. Somebody who must not
   * decide does so for nobody.
   */
  decidersAt(time: number, excluded?: string): string[] {
    // An absence begins and ends by itself.
    return [time - 1, time].flatMap((moment) =>
      this.#documentsAt(time).flatMap((document) =>
        approversIn(document).map((approver) => {
          const instead = substituteIn(document, approver, moment);
          const isFree = instead !== excluded && instead && !substituteIn(document, instead, moment);
          return isFree ? instead : approver;
        }),
      ),
    );
  }

  /** Whether one approver could accept alone at any time. */
  wasOneEnough(): boolean {
    return this.#states.every(
      ({ document: { accounts } }) => (accounts[ANALYTICS]?.required_approvals ?? 1) === 1,
    );
  }

  /** Those who never left it, and were never away. */
  throughout(): string[] {
    const [first = [], ...later] = this.#states.map(({ document }) => approversIn(document));
    return first.filter(
      (each) => later.every((approvers) => approvers.includes(each)) && !this.wasEverAway(each),
    );
  }

  wasEverAway(someone: string): boolean {
    return this.#states.some(({ document }) => document.away.some(({ person }) => person === someone));
  }

  /** Whether the account wants what appears in EC2 to be picked up, now. */
  picksUp(): boolean {
    return this.#states.at(-1)?.document.accounts[ANALYTICS]?.pick_up === true;
  }

  #documentsAt(time: number): DirectoryDocument[] {
    return this.#states
      .filter(({ from }, index) => from <= time && time <= (this.#states[index + 1]?.from ?? time))
      .map(({ document }) => document);
  }
}

/** Not as the functions find it, so that a fault of theirs shows. */
const approversIn = ({ accounts, groups }: DirectoryDocument): string[] =>
  (accounts[ANALYTICS]?.approvers ?? []).flatMap((name) =>
    name.startsWith('group:') ? (groups[name.slice('group:'.length)] ?? []) : name,
  );

const substituteIn = ({ away }: DirectoryDocument, someone: string, time: number): string | undefined =>
  away.find(
    ({ person, from, until }) => person === someone && Date.parse(from) <= time && time < Date.parse(until),
  )?.instead;
