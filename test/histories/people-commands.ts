import { randomUUID } from 'node:crypto';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { hasEnded } from '../../functions/domain/request/status.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { Acknowledged } from '../faults/invariants/decisions-kept.ts';
import { PAYMENTS } from '../faults/pair-of-vpcs.ts';
import { CALLER, cancel } from './actions.ts';
import { always, command, type HistoryCommand } from './command.ts';
import type { History, PairIndex } from './history.ts';
import type { Model } from './model.ts';

export type ApproverDecision = 'accept' | 'reject';

/** How the page tells somebody that theirs is the decision. */
const SAID: Record<ApproverDecision, string> = { accept: 'You accepted', reject: 'You rejected' };

const LIVE = new Set(['initiating-request', 'pending-acceptance', 'provisioning', 'active']);

/** A team asks for the pair, and once more with the same key if that fails on our side. */
export const submit = (pair: PairIndex): HistoryCommand =>
  command(`submit ${pair}`, always, async (model, history) => {
    // Ids order requests by the millisecond: two of the same one would have no latest.
    await history.pass(0.001);
    const before = await history.latest(pair);
    const key = randomUUID();
    const ask = () =>
      signedFetch(PAYMENTS, `${history.api}/peering-requests`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: JSON.stringify({
          ...history.pairs[pair],
          justification: 'a history',
          contact_email: 'priya@payments.example',
        }),
      });
    let { status } = await ask();
    if (status >= 500) ({ status } = await ask());
    const lives = history.stack.local.ec2
      .connections()
      .some((each) => each.requester.vpcId === history.pairs[pair].vpc_id && LIVE.has(each.status));
    const isFree = !before || hasEnded(before.status);
    // What was open before may have ended meanwhile.
    const [latest, ...earlier] = await history.requestsOf(pair);
    const open = earlier.find((each) => !hasEnded(each.status));
    if (status === 201 && open) throw new Error(`${open.id} is ${open.status}, and another one was let in`);
    if (status === 409 && isFree && !lives && latest?.id === before?.id) {
      throw new Error(`${before?.id ?? 'nothing'} has ended, nothing lives in EC2, and the pair is blocked`);
    }
    if (isFree || status === 201) model.requests.set(pair, {});
  });

/** Opens the link of the latest mail and sends its form. Resolves to what was acknowledged. */
const send = async (
  history: History,
  id: RequestId,
  person: string,
  kind: ApproverDecision,
): Promise<Acknowledged | undefined> => {
  const link = await history.linkOf(person, id);
  const shown = link && (await fetch(link));
  const form_token = shown && /name="form_token" value="([^"]+)"/.exec(await shown.text())?.[1];
  if (!form_token) return undefined;
  const body = new URLSearchParams({ decision: kind, comment: 'by hand', form_token });
  const answer = await fetch(link, { method: 'POST', body });
  // A form that is used already leads to the page that says how it was decided, and by whom.
  if (answer.status !== 200 || !(await answer.text()).includes(SAID[kind])) return undefined;
  history.acknowledge(id, person, kind);
  return { by: person, kind };
};

/** The first decision wins: nobody else may be told that theirs is recorded. */
const holdAgainst = (model: Model, pair: PairIndex, told: Acknowledged | undefined): void => {
  const known = model.requests.get(pair);
  if (!told || !known) return;
  const { decision } = known;
  if (decision && (decision.by !== told.by || decision.kind !== told.kind)) {
    throw new Error(
      `${told.by} was told that ${told.kind} is recorded, and so was ${decision.by} of ${decision.kind}`,
    );
  }
  known.decision = told;
};

/** An approver opens the link of their mail, and sends its form. */
export const decideNow = async (
  model: Model,
  history: History,
  pair: PairIndex,
  [person, kind]: [string, ApproverDecision],
): Promise<void> => {
  const request = await history.latest(pair);
  if (request) holdAgainst(model, pair, await send(history, request.id, person, kind));
};

const isAsked = (pair: PairIndex) => (model: Model) => model.requests.has(pair);

export const decide = (pair: PairIndex, person: string, kind: ApproverDecision): HistoryCommand =>
  command(`${person} decides ${kind} on ${pair}`, isAsked(pair), (model, history) =>
    decideNow(model, history, pair, [person, kind]),
  );

export const decideAtOnce = (
  pair: PairIndex,
  one: [person: string, kind: ApproverDecision],
  other: [person: string, kind: ApproverDecision],
): HistoryCommand =>
  command(
    `at once on ${pair}: ${one.join(' ')}, ${other.join(' ')}`,
    isAsked(pair),
    async (model, history) => {
      const request = await history.latest(pair);
      if (!request) return;
      const told = await Promise.all(
        [one, other].map(([person, kind]) => send(history, request.id, person, kind)),
      );
      for (const each of told) holdAgainst(model, pair, each);
    },
  );

export const withdraw = (pair: PairIndex): HistoryCommand =>
  command(`the requester cancels ${pair}`, isAsked(pair), async (model, history) => {
    const request = await history.latest(pair);
    if (!request) return;
    const what = await cancel(history, request.id);
    if (what === 'decision') holdAgainst(model, pair, { by: CALLER, kind: 'cancel' });
  });
