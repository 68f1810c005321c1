import { randomUUID } from 'node:crypto';
import { dynamodbDirectoryStore } from '../../functions/adapters/dynamodb-directory.ts';
import { changeDirectory as commitChange } from '../../functions/domain/directory/change-directory.ts';
import type { DirectoryDocument, DirectoryDraft } from '../../functions/domain/directory/document.ts';
import type { Connect } from '../../functions/domain/request/connect.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { hasEnded } from '../../functions/domain/request/status.ts';
import { DEFAULT_REMINDERS } from '../../functions/domain/request/window.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { tableOf } from '../faults/evidence.ts';
import type { Acknowledged } from '../faults/invariants/decisions-kept.ts';
import { ANALYTICS, HUB, PAYMENTS } from '../faults/pair-of-vpcs.ts';
import { callerOf, cancel } from './actions.ts';
import { always, command, type HistoryCommand } from './command.ts';
import { type Approving, BOTH } from './directory.ts';
import type { History, PairIndex } from './history.ts';
import type { Model } from './model.ts';
import { STRANGER } from './stack-of-histories.ts';

export type ApproverDecision = 'accept' | 'reject';

/** How the page tells somebody that theirs is the decision. */
const SAID: Record<ApproverDecision, string> = { accept: 'You accepted', reject: 'You rejected' };

const LIVE = new Set(['initiating-request', 'pending-acceptance', 'provisioning', 'active']);

const CONTACTS: Readonly<Record<string, string>> = {
  [PAYMENTS]: 'priya@payments.example',
  [ANALYTICS]: 'ada@analytics.example',
  [STRANGER]: 'sven@stranger.example',
};

/** What a submission says besides its VPCs: words that are found again wherever they are told. */
export const wordsOf = (account: string, key = randomUUID()) => ({
  justification: `because-of-${key}`,
  contact_email: CONTACTS[account],
});

/** A team asks for the pair, and once more with the same key if that fails on our side. */
export const submit = (pair: PairIndex, connect?: Connect, active_for?: string): HistoryCommand =>
  command(
    `submit ${pair}${connect ? ', to be connected' : ''}${active_for ? `, for ${active_for}` : ''}`,
    always,
    async (model, history) => {
      // Ids order requests by the millisecond: two of the same one would have no latest.
      await history.pass(0.001);
      const before = await history.latest(pair);
      const vpcs = history.pairs[pair];
      const key = randomUUID();
      const body = {
        ...vpcs,
        ...wordsOf(vpcs.vpc_owner_id, key),
        ...(connect && { connect }),
        ...(active_for && { active_for }),
      };
      const ask = () =>
        history.ask(vpcs.vpc_owner_id, 'POST', '/peering-requests', body, { 'idempotency-key': key });
      let { status } = await ask();
      if (status >= 500) ({ status } = await ask());
      const lives = history.stack.local.ec2
        .connections()
        .some((each) => each.requester.vpcId === vpcs.vpc_id && LIVE.has(each.status));
      const isFree = !before || hasEnded(before.status);
      // What was open before may have ended meanwhile.
      const [latest, ...earlier] = await history.requestsOf(pair);
      const open = earlier.find((each) => !hasEnded(each.status));
      if (status === 201 && open) throw new Error(`${open.id} is ${open.status}, and another one was let in`);
      if (status === 409 && isFree && !lives && latest?.id === before?.id) {
        throw new Error(
          `${before?.id ?? 'nothing'} has ended, nothing lives in EC2, and the pair is blocked`,
        );
      }
      if (isFree || status === 201) model.asked.add(pair);
    },
  );

/** The requester opens their latest link to the pair's latest request, and submits it again if it has ended. */
export const resubmit = (pair: PairIndex): HistoryCommand =>
  command(`the requester resubmits ${pair} by its link`, isAsked(pair), async (_, history) => {
    await history.pass(0.001);
    const request = await history.latest(pair);
    const link = request && (await history.linksOf(request.contact_email ?? '', [request.id])).at(-1);
    const form_token = link && tokenOf((await history.open(link)).text);
    if (form_token) await history.open(link, { form_token });
  });

export const tokenOf = (page: string): string | undefined =>
  /name="form_token" value="([^"]+)"/.exec(page)?.[1];

/** Opens the link of the latest mail and sends its form. Resolves to what was acknowledged. */
const send = async (
  history: History,
  { id }: PeeringRequest,
  person: string,
  kind: ApproverDecision,
): Promise<Acknowledged | undefined> => {
  const links = await history.linksOf(person, [id]);
  const link = links.findLast(({ url }) => url.includes('/decisions/'));
  if (!link) return undefined;
  const { text: page, form_token } = await history.openForm(link);
  if (!form_token) return undefined;
  const box: Record<string, string> = page.includes('name="connect"') ? { connect: 'on' } : {};
  const form = { decision: kind, comment: 'by hand', form_token, ...box };
  const { status, text } = await history.open(link, form);
  // A form that is used already leads to the page that says how it was decided, and by whom.
  if (status !== 200 || !text.includes(SAID[kind])) return undefined;
  history.acknowledge(id, person, kind);
  return { by: person, kind };
};

/** The first decision wins: nobody else may be told that theirs is recorded. An approval of several is none yet. */
const holdAgainst = (
  { decisions }: Model,
  { directory }: History,
  { id }: PeeringRequest,
  told: Acknowledged | undefined,
): void => {
  if (!told || (told.kind === 'accept' && !directory.wasOneEnough())) return;
  const decision = decisions.get(id);
  if (decision && (decision.by !== told.by || decision.kind !== told.kind)) {
    throw new Error(
      `${told.by} was told that ${told.kind} is recorded, and so was ${decision.by} of ${decision.kind}`,
    );
  }
  decisions.set(id, told);
};

/** An approver opens the link of their mail, and sends its form. */
export const decideNow = async (
  model: Model,
  history: History,
  pair: PairIndex,
  [person, kind]: [string, ApproverDecision],
): Promise<void> => {
  const request = await history.latest(pair);
  if (request) holdAgainst(model, history, request, await send(history, request, person, kind));
};

export const isAsked = (pair: PairIndex) => (model: Model) => model.asked.has(pair);

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
        [one, other].map(([person, kind]) => send(history, request, person, kind)),
      );
      for (const each of told) holdAgainst(model, history, request, each);
    },
  );

export const withdraw = (pair: PairIndex): HistoryCommand =>
  command(`the requester cancels ${pair}`, isAsked(pair), async (model, history) => {
    const request = await history.latest(pair);
    if (!request) return;
    const what = await cancel(history, request);
    if (what === 'decision') holdAgainst(model, history, request, { by: callerOf(request), kind: 'cancel' });
  });

const ENTRY = {
  name: 'analytics',
  onboarded: true,
  escalation_email: 'head-of-data@analytics.example',
  connect: 'apply',
  pick_up: true,
} as const;

/** The network team changes who may approve; nobody, if the entry is deleted. It tries again what fails. */
export const enter = async (history: History, approving: Approving | undefined): Promise<void> => {
  const write = () =>
    approving
      ? history.ask(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...ENTRY, ...approving })
      : history.ask(HUB, 'DELETE', `/accounts/${ANALYTICS}`);
  const before = history.stack.layer.disturbed().length;
  let { status } = await write();
  if (status >= 500) ({ status } = await write());
  const isDone = status < 400 || status === 404;
  if (!isDone && history.stack.layer.disturbed().length === before)
    throw new Error(`nothing failed, and a change of the directory was answered with ${status}`);
};

export const changeDirectory = (approving: Approving | undefined): HistoryCommand =>
  command(
    `in the directory: ${approving ? describeEntry(approving) : 'no entry'}`,
    always,
    async (_, history) => {
      await atAMomentOfItsOwn(history, () => enter(history, approving));
    },
  );

const describeEntry = ({ approvers, required_approvals, ...rest }: Approving): string =>
  [
    `${required_approvals} of ${approvers.join(', ')}`,
    ...Object.entries(rest).map((each) => each.join(' ')),
  ].join(', ');

/** What others do is before the change or after it. */
const atAMomentOfItsOwn = async (history: History, act: () => Promise<unknown>): Promise<void> => {
  await history.pass(0.001);
  await act();
  await history.pass(0.001);
};

/** Changes the directory past the API, and past all faults. */
const writeDirectory = async (
  history: History,
  change: (document: DirectoryDocument) => DirectoryDraft,
): Promise<void> => {
  const directoryStore = dynamodbDirectoryStore(tableOf(history.stack).db, TABLE_NAME);
  const clock = () => history.now();
  const by = { actor: { kind: 'caller', id: 'the network team' } } as const;
  const deps = { directoryStore, clock, defaultReminders: DEFAULT_REMINDERS };
  await commitChange(change, by, deps);
  const { version, document } = await directoryStore.read();
  history.directory.note(version, document, history.now());
};

/** As every history begins. */
export const beginDirectory = async (history: History): Promise<void> => {
  await writeDirectory(history, ({ accounts, ...rest }) => ({
    ...rest,
    groups: {},
    away: [],
    accounts: { ...accounts, [ANALYTICS]: { ...ENTRY, ...BOTH } },
  }));
  const { version, document } = await dynamodbDirectoryStore(tableOf(history.stack).db, TABLE_NAME).read();
  history.directory.begin(version, document, history.now());
};

const DECIDERS = 'deciders';

/** From now on these people approve as members of a group. */
export const changeGroup = (members: readonly string[]): HistoryCommand =>
  command(`in the directory: group:${DECIDERS} is ${members.join(', ')}`, always, async (_, history) => {
    await atAMomentOfItsOwn(history, () =>
      writeDirectory(history, ({ accounts, groups, ...rest }) => {
        const entry = accounts[ANALYTICS];
        return {
          ...rest,
          groups: { ...groups, [DECIDERS]: members },
          accounts: {
            ...accounts,
            ...(entry && { [ANALYTICS]: { ...entry, approvers: [`group:${DECIDERS}`] } }),
          },
        };
      }),
    );
  });

/** Somebody is away from now on, and somebody else decides for them. */
export const leave = (person: string, instead: string, hours: number): HistoryCommand =>
  command(`${person} is away for ${hours} h, and ${instead} decides`, always, async (_, history) => {
    await atAMomentOfItsOwn(history, () => {
      const from = history.now();
      const until = new Date(from.getTime() + hours * 3_600_000);
      const absence = { person, instead, from: from.toISOString(), until: until.toISOString() };
      return writeDirectory(history, ({ away, ...rest }) => ({
        ...rest,
        away: [...away.filter((each) => each.person !== person), absence],
      }));
    });
  });
