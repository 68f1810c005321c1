import type { AwsCall } from '../faults/aws-call.ts';
import type { Fault } from '../faults/fault.ts';
import { type Variant, WAYS, type Way } from '../faults/fault-case.ts';
import type { FaultyStack } from '../faults/faulty-stack.ts';

/** Which call is meant: the so-many-th of its name from now on, or the so-many-th of all. */
export type Target = { name: string; nth: number };

export const ANY_CALL = 'call';

export const describeTarget = ({ name, nth }: Target): string => `${name} number ${nth} from now on`;

type Waiting = Target & { seen: number } & (
    | { does: 'fail'; way: Way; variant: Variant }
    | { does: 'meanwhile'; act: () => Promise<void> }
  );

/** What lies in wait for the calls of the functions: faults, and things that others do at just that moment. */
export class Disturbances {
  readonly #waiting = new Set<Waiting>();
  readonly #struck = new Map<string, (call: AwsCall) => Fault | undefined>();
  readonly #unwatch: () => void;
  readonly #stack: FaultyStack;
  /** While somebody acts meanwhile, what their call leads to is disturbed by nothing. */
  #isActing = false;

  constructor(stack: FaultyStack) {
    this.#stack = stack;
    stack.layer.setRule((call) => this.#rule(call));
    this.#unwatch = stack.layer.watch((call) => this.#meanwhile(call));
  }

  fail(target: Target, way: Way, variant: Variant): void {
    this.#waiting.add({ ...target, seen: 0, does: 'fail', way, variant });
  }

  meanwhile(target: Target, act: () => Promise<void>): void {
    this.#waiting.add({ ...target, seen: 0, does: 'meanwhile', act });
  }

  end(): void {
    this.#waiting.clear();
    this.#stack.layer.setRule(undefined);
    this.#unwatch();
  }

  #rule(call: AwsCall): Fault | undefined {
    const struck = this.#struck.get(call.id);
    if (struck) return struck(call);
    if (call.attempt > 1) return undefined;
    const hit = this.#next(call, 'fail');
    if (hit?.does !== 'fail') return undefined;
    const fault: (call: AwsCall) => Fault | undefined = WAYS[hit.way][hit.variant];
    this.#struck.set(call.id, fault);
    return fault(call);
  }

  async #meanwhile(call: AwsCall): Promise<void> {
    if (call.attempt > 1) return;
    const hit = this.#next(call, 'meanwhile');
    if (hit?.does !== 'meanwhile') return;
    this.#isActing = true;
    try {
      await hit.act();
    } finally {
      this.#isActing = false;
    }
  }

  /** Counts the call for all that wait for its like, and takes the first of those whose turn has come. */
  #next({ invocation, service, operation }: AwsCall, does: Waiting['does']): Waiting | undefined {
    // The stream's readers run in real time, and roles are assumed when sessions happen to end.
    if (this.#isActing || !invocation || invocation.entry.startsWith('streams/') || service === 'sts')
      return undefined;
    let hit: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (waiting.does !== does || ![ANY_CALL, `${service}.${operation}`].includes(waiting.name)) continue;
      waiting.seen += 1;
      if (!hit && waiting.seen >= waiting.nth) hit = waiting;
    }
    if (hit) this.#waiting.delete(hit);
    return hit;
  }
}
