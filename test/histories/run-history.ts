import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';
import { hasEnded } from '../../functions/domain/request/status.ts';
import { isUnfinished } from '../../functions/domain/workflow/conclude.ts';
import type { KnownConnection } from '../../local/ec2/server.ts';
import { settle } from '../faults/cohort.ts';
import { type Evidence, gatherEvidence } from '../faults/evidence.ts';
import type { FaultyStack } from '../faults/faulty-stack.ts';
import { violations } from '../faults/invariants/check.ts';
import { ANALYTICS } from '../faults/pair-of-vpcs.ts';
import type { ShownRoute } from '../faults/shown-routes.ts';
import type { HistoryCommand } from './command.ts';
import { findLeaks, type Heard } from './heard.ts';
import { History } from './history.ts';
import { newModel } from './model.ts';
import { beginDirectory } from './people-commands.ts';
import { answersHold } from './review-commands.ts';
import { accountOf } from './stack-of-histories.ts';
import { votesHold } from './votes.ts';

const MINUTE_MS = 60_000;

/** Longer than what is open can still be. */
const ALL_IS_OVER_SECONDS = 8 * 3600;

/** Lives a history through to where all has settled, and on to its very end. Throws what it finds wrong. */
export const runHistory = async (stack: FaultyStack, commands: Iterable<HistoryCommand>): Promise<void> => {
  const history = await History.begin(stack);
  const model = newModel();
  await beginDirectory(history);
  let findings: readonly string[];
  try {
    for (const command of commands) {
      // What the step before has led to is done: only what lies in wait comes in between.
      await stack.local.clock.idle();
      if (command.check(model)) await command.run(model, history);
    }
  } finally {
    findings = history.end();
  }
  if (history.isUndisturbed()) findings = [...findings, ...(await heardAtOnce(history))];
  await settle(stack);
  // Now that what was requested has ended or has its connection.
  if (pendingOutside(history).length > 0) {
    await history.updateRegister();
    await history.pass(MINUTE_MS / 1000);
  }
  findings = [...findings, ...(await look(history)), ...unknownOutside(history, await history.requests())];
  const open = (await history.requests()).filter(
    (request) => !hasEnded(request.status) && isUnfinished(request),
  );
  if (open.length > 0 || pendingOutside(history).length > 0) {
    await history.pass(ALL_IS_OVER_SECONDS);
    await settle(stack);
    findings = [...findings, ...(await look(history))];
  }
  if (findings.length > 0) throw new Error([...new Set(findings)].join('\n'));
};

/** What still waits for an answer that nobody asked for here. */
const pendingOutside = ({ pairs, stack }: History): KnownConnection[] =>
  stack.local.ec2
    .connections()
    .filter(
      ({ requester, status, tags }) =>
        status === 'pending-acceptance' &&
        tags[REQUEST_TAG] === undefined &&
        pairs.some(({ vpc_id }) => vpc_id === requester.vpcId),
    );

/** 16. After a round that nothing disturbs, a request knows of each pending connection, if none other holds its pair. */
const unknownOutside = (history: History, requests: readonly PeeringRequest[]): string[] =>
  history.directory.picksUp()
    ? pendingOutside(history)
        .filter(
          ({ id, requester }) =>
            !requests.some(
              ({ vpc_peering_connection_id, requester: { vpc_id }, status }) =>
                vpc_peering_connection_id === id || (vpc_id === requester.vpcId && !hasEnded(status)),
            ),
        )
        .map(({ id }) => `${id} is pending, and no request knows of it`)
    : [];

/** Where nothing failed, no decision waits for the sweep. */
const heardAtOnce = async (history: History): Promise<string[]> => {
  await history.pass(MINUTE_MS / 1000);
  return (await history.requests())
    .filter(({ status, decision }) => status === 'pending-acceptance' && decision)
    .map(({ id, decision }) => `${id}: nothing failed, and nobody has heard that ${decision?.by.id} decided`);
};

const look = async (history: History): Promise<string[]> => {
  const requests = await history.requests();
  const ids = requests.map(({ id }) => id);
  const faults = history.stack.layer.disturbed().length + history.kills;
  const evidence = await gatherEvidence(history.stack, ids, () => faults);
  const findings: string[] = [];
  for (const [id, each] of evidence) {
    const known = {
      acknowledged: history.acknowledged.get(id) ?? [],
      approvers:
        each.record.accepter.owner_id === ANALYTICS && sweepsWhileWaiting(history, each) >= 2
          ? history.directory.throughout()
          : [],
      isOthers: (route: ShownRoute) => history.others.isTheirs(route),
      wasAway: (person: string) => history.directory.wasEverAway(person),
    };
    const all = [
      ...violations(each, known),
      ...carriedOut(history, each),
      ...unproven(history, each),
      ...votesHold(each, history.directory),
      ...answersHold(history, each),
    ];
    findings.push(...all.map((finding) => `${id}: ${finding}`));
  }
  for (const { record } of evidence.values()) await readBySides(history, record);
  const heard = [
    ...history.heard,
    ...[...evidence.values()].flatMap(({ record, mails }) => heardByMail(record.id, mails)),
  ];
  return [
    ...findings,
    ...orphans(history, ids),
    ...findLeaks(heard, requests),
    ...history.others.changed(evidence.values()),
  ];
};

/** Both sides read the request and its trail, so that what they are shown of it is heard. */
const readBySides = async (history: History, { id, requester, accepter }: PeeringRequest): Promise<void> => {
  for (const account of new Set([requester.owner_id, accepter.owner_id]))
    for (const path of ['', '/events']) await history.ask(account, 'GET', `/peering-requests/${id}${path}`);
};

const heardByMail = (about: RequestId, mails: Evidence['mails']): Heard[] =>
  mails.flatMap(({ to, subject, text }) => {
    const by = accountOf(to);
    return by ? [{ by, about, text: subject + text }] : [];
  });

/** 8. No pair is held for a requester whose VPC it is not. */
const unproven = (history: History, { record: { requester } }: Evidence): string[] =>
  history.exists(requester)
    ? []
    : [`it was let in, and EC2 knows no ${requester.vpc_id} of ${requester.owner_id} in ${requester.region}`];

/** 2. None that no request knows of. */
const orphans = (history: History, ids: readonly RequestId[]): string[] => {
  const vpcs = history.pairs.map(({ vpc_id }) => vpc_id);
  return history.stack.local.ec2
    .connections()
    .filter(({ requester, tags }) => vpcs.includes(requester.vpcId) && tags[REQUEST_TAG] !== undefined)
    .filter(({ tags }) => !ids.some((id) => id === tags[REQUEST_TAG]))
    .map(({ id, tags }) => `${id} was made for ${tags[REQUEST_TAG]}, which is not on record`);
};

const sweepsBetween = ({ sweptAt }: History, from: number, to: number): number =>
  sweptAt.filter((at) => at.getTime() > from && at.getTime() < to).length;

const sweepsWhileWaiting = (history: History, { record, events }: Evidence): number => {
  const opened = events.find(({ to_status }) => to_status === 'pending-acceptance');
  const left =
    opened &&
    events.find(
      ({ from_status, to_status }) => from_status === 'pending-acceptance' && to_status !== from_status,
    );
  if (!opened) return 0;
  const until = [record.decision?.at, left?.at].flatMap((at) => (at ? [Date.parse(at)] : []));
  return sweepsBetween(history, Date.parse(opened.at), Math.min(...until, history.now().getTime()));
};

/** 3. A decision is not lost: where two sweeps came by in time, EC2 has heard of it before its window ended. */
const carriedOut = (history: History, { record }: Evidence): string[] => {
  const { decision, expires_at, status } = record;
  if (status !== 'expired' || !decision || !expires_at) return [];
  const last = Date.parse(expires_at) - 20 * MINUTE_MS;
  return sweepsBetween(history, Date.parse(decision.at), last) >= 2
    ? [
        `${decision.by.id} decided ${decision.kind} at ${decision.at}, and it expired at ${expires_at} all the same`,
      ]
    : [];
};
