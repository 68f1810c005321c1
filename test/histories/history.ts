import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type {
  DecisionKind,
  PeeringRequest,
  RequestId,
} from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { tableOf } from '../faults/evidence.ts';
import type { FaultyStack } from '../faults/faulty-stack.ts';
import { watchAccepts } from '../faults/invariants/accepts-decided.ts';
import type { Acknowledged } from '../faults/invariants/decisions-kept.ts';
import { mailsIn } from '../faults/mailbox.ts';
import { ANALYTICS, newPair, PAYMENTS, type PairOfVpcs } from '../faults/pair-of-vpcs.ts';
import { Disturbances } from './disturbances.ts';

/** Whose record and connection a command is about: one of the two pairs of VPCs, in either direction. */
export type PairIndex = 0 | 1;

/** What has happened to one history: its VPCs, what people were told, and what still lies in wait. */
export class History {
  readonly stack: FaultyStack;
  readonly pairs: readonly [PairOfVpcs, PairOfVpcs];
  readonly disturbances: Disturbances;
  readonly acknowledged = new Map<RequestId, Acknowledged[]>();
  /** How often executions were stopped. */
  kills = 0;
  /** Sweeps that nothing disturbed. */
  readonly sweptAt: Date[] = [];
  readonly #endWatch: () => readonly string[];

  private constructor(stack: FaultyStack, pairs: readonly [PairOfVpcs, PairOfVpcs]) {
    this.stack = stack;
    this.pairs = pairs;
    this.disturbances = new Disturbances(stack);
    this.#endWatch = watchAccepts(stack);
  }

  static async begin(stack: FaultyStack): Promise<History> {
    stack.layer.forget();
    const sides = { requester: PAYMENTS, accepter: ANALYTICS };
    return new History(stack, [await newPair(stack, sides), await newPair(stack, sides)]);
  }

  get api(): string {
    return this.stack.local.endpoints.api;
  }

  now(): Date {
    return this.stack.local.clock.now();
  }

  pass(seconds: number): Promise<void> {
    return this.stack.local.clock.advance(seconds * 1000);
  }

  /** The newest first. */
  async requestsOf(pair: PairIndex): Promise<PeeringRequest[]> {
    const { db, requests } = tableOf(this.stack);
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: TABLE_NAME,
        KeyConditionExpression: 'pk = :vpc',
        ExpressionAttributeValues: { ':vpc': `VPC#${this.pairs[pair].vpc_id}` },
        ScanIndexForward: false,
        ConsistentRead: true,
      }),
    );
    const found: PeeringRequest[] = [];
    for (const item of Items) {
      const request = await requests.get(item['request_id'] as RequestId);
      if (request) found.push(request);
    }
    return found;
  }

  async latest(pair: PairIndex): Promise<PeeringRequest | undefined> {
    return (await this.requestsOf(pair))[0];
  }

  async linkOf(person: string, id: RequestId): Promise<string | undefined> {
    const mails = (await mailsIn(this.stack)).filter(
      ({ to, subject }) => to === person && subject.includes(id),
    );
    return mails.flatMap(({ text }) => /https?:\S+\/decisions\/[\w-]+/.exec(text)?.[0] ?? []).at(-1);
  }

  acknowledge(id: RequestId, by: string, kind: DecisionKind): void {
    this.acknowledged.set(id, [...(this.acknowledged.get(id) ?? []), { by, kind }]);
  }

  /** Whether all that was called was answered, and nothing that ran was stopped. */
  isUndisturbed(): boolean {
    return this.kills === 0 && this.stack.layer.disturbed().length === 0;
  }

  async sweep(): Promise<void> {
    const before = this.stack.layer.disturbed().length;
    await invokeFunction('schedules/sweep', {}).catch(() => undefined);
    if (this.stack.layer.disturbed().length === before) this.sweptAt.push(this.now());
  }

  /** From now on nothing is disturbed. Tells what was found on the way. */
  end(): readonly string[] {
    this.disturbances.end();
    return this.#endWatch();
  }
}
