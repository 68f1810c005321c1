import { isDeepStrictEqual } from 'node:util';
import type { CarryOutDeps } from '../connection/carry-out.ts';
import { findNewBlocks } from '../connection/connected-blocks.ts';
import { ConnectionNotSettledError, isRefusal } from '../connection/errors.ts';
import { toFailure } from '../connection/patience.ts';
import type { Connection } from '../connection/ports.ts';
import { refreshRequest } from '../connection/refresh-request.ts';
import type { Directory } from '../directory/ports.ts';
import type { AuditEntry } from '../request/audit.ts';
import type { Change } from '../request/change.ts';
import { commitLatest, getExisting } from '../request/commit-latest.ts';
import {
  type Connectivity,
  type ConnectScope,
  type ConnectStep,
  type DnsStep,
  type RouteStep,
  SIDES,
  type SideConnectivity,
  type SideRole,
} from '../request/connect.ts';
import type { CidrBlocks, Consent, PeeringRequest, RequestId } from '../request/peering-request.ts';
import { combineSides, summarizeSide } from './connectivity.ts';
import { type CreatedRoutes, createRoutes } from './create-routes.ts';
import { isConnectDue, isPatienceOver, isUnapplied } from './due.ts';
import { type LookDeps, lookAtSide } from './look.ts';
import { type ConnectAbilities, modeOf, narrowScope } from './mode.ts';
import { isSameRoute } from './own-routes.ts';
import { describeScope, ROUTES_TO_ALL, scopeOf } from './scope.ts';

export type ConnectVpcsDeps = CarryOutDeps &
  LookDeps & { directory: Pick<Directory, 'account'>; abilities: ConnectAbilities };

/**
 * Does on each side what its people agreed to, as far as Peerway can, and records how the sides stand. What can't be
 * done is a finding, and no failure. It looks before it acts: a repeated run goes on where the one before it stopped.
 *
 * @param task the Task state that the audit trail names as the actor
 * @throws ConnectionNotSettledError, and any error that is worth a retry
 */
export const connectVpcs = async (
  id: RequestId,
  task: string,
  deps: ConnectVpcsDeps,
): Promise<PeeringRequest> => {
  const found = await getExisting(deps.requests, id);
  if (!isConnectDue(found)) return found;
  const { request: refreshed, connection } = await refreshUnlessRefused(found, task, deps);
  if (!isConnectDue(refreshed)) return refreshed;
  if (connection && connection.status !== 'active') {
    throw new ConnectionNotSettledError(connection.id, connection.status);
  }
  const cidr_blocks = findNewBlocks(refreshed, connection) ?? refreshed.cidr_blocks ?? {};
  let request = await recordConsent(refreshed, cidr_blocks, task, deps);
  const applied: Consented = { ...request.consents };
  const sides: Partial<Record<SideRole, SideConnectivity>> = {};
  const errors: unknown[] = [];
  for (const role of SIDES) {
    try {
      const side = await connectSide(request, role, connection, cidr_blocks, task, deps);
      request = side.request;
      sides[role] = side.summary;
    } catch (error) {
      // The other side is connected all the same.
      if (isRefusal(error) || isPatienceOver(request, role, deps.clock())) sides[role] = unknown(error);
      else errors.push(error);
    }
  }
  const { requester, accepter } = sides;
  if (!requester || !accepter) throw errors[0];
  return commitLatest(deps.requests, request, (latest) =>
    conclude(latest, { requester, accepter }, applied, cidr_blocks, task, deps.clock().toISOString()),
  );
};

type Consented = NonNullable<PeeringRequest['consents']>;

const unknown = (error: unknown): SideConnectivity => ({
  state: 'unknown',
  problems: [],
  refused: toFailure(error).code,
});

type Refreshed = { request: PeeringRequest; connection: Connection | undefined };

/** Where neither account lets Peerway look, nothing can be done, and that is recorded. */
const refreshUnlessRefused = async (
  request: PeeringRequest,
  task: string,
  deps: ConnectVpcsDeps,
): Promise<Refreshed> => {
  try {
    return await refreshRequest(request, task, deps);
  } catch (error) {
    if (isRefusal(error)) return { request, connection: undefined };
    throw error;
  }
};

/** Whoever submits a request that asks for routes agrees to those on their side. EC2 tells now where they lead. */
const recordConsent = (
  request: PeeringRequest,
  blocks: CidrBlocks,
  task: string,
  { requests }: ConnectVpcsDeps,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, ({ connect, consents, submitted_by, created_at, requester, teardown }) => {
    if (!connect || consents?.requester || teardown) return undefined;
    const scope = scopeOf(connect, 'requester', blocks);
    const consent: Consent = { ...scope, by: { kind: 'caller', id: submitted_by }, at: created_at };
    return {
      set: { consents: { ...consents, requester: consent } },
      entry: {
        type: 'connect-recorded',
        actor: { kind: 'workflow', id: task },
        reason: `account ${requester.owner_id}: ${describeScope(scope)}, agreed to by ${submitted_by} when submitting`,
      },
    };
  });

const connectSide = async (
  found: PeeringRequest,
  role: SideRole,
  connection: Connection | undefined,
  blocks: CidrBlocks,
  task: string,
  deps: ConnectVpcsDeps,
): Promise<{ request: PeeringRequest; summary: SideConnectivity }> => {
  const id = found.vpc_peering_connection_id;
  if (!id) return { request: found, summary: { state: 'not-connected', problems: [] } };
  const side = found[role];
  const consent = found.consents?.[role];
  const agreed = consent && isUnapplied(consent) && (await toApply(consent, side.owner_id, deps));
  const scope = scopeOf(found.connect ?? ROUTES_TO_ALL, role, blocks);
  const connected = { cidr_blocks: [], dns_resolution: false, ...connection?.[role], id };
  const look = () => lookAtSide(role, side, scope, connected, deps);
  let { steps, tables } = await look();
  if (!agreed) return { request: found, summary: summarizeSide(steps, tables, scope) };

  const created = await createRoutes(
    found,
    { role, agreed_by: consent.by, connection: id, task },
    steps
      .filter(isRoute)
      .filter((step) => agreed.destination_cidr_blocks.includes(step.destination_cidr_block)),
    deps,
  );
  let { request } = created;
  // Only another look tells where a route leads that somebody else has added meanwhile.
  if (created.taken.length > 0) ({ steps, tables } = await look());
  steps = steps.map((step) => (isRoute(step) ? afterCreating(step, created) : step));

  const dns = agreed.dns_resolution ? steps.find(isDns) : undefined;
  if (dns?.finding === 'missing') {
    const after = await allowDnsResolution(request, role, id, task, deps);
    request = after.request;
    steps = steps.map((step) => (isDns(step) ? { ...step, ...after.step } : step));
  } else if (dns?.finding === 'present') {
    request = await noteDnsResolution(request, role, task, deps);
  }
  return { request, summary: summarizeSide(steps, tables, scope) };
};

/** What Peerway does of it. The account's entry may have changed since its people agreed. */
const toApply = async (
  consent: Consent,
  accountId: string,
  { directory, abilities }: ConnectVpcsDeps,
): Promise<ConnectScope | undefined> =>
  modeOf(await directory.account(accountId), abilities) === 'apply'
    ? narrowScope(consent, abilities)
    : undefined;

const isRoute = (step: ConnectStep): step is RouteStep => step.kind === 'route';

const isDns = (step: ConnectStep): step is DnsStep => step.kind === 'dns-resolution';

/** EC2 may not show a new route yet, so another look wouldn't tell. */
const afterCreating = (step: RouteStep, { created, full, refused }: CreatedRoutes): RouteStep => {
  if (created.some(isSameRoute(step))) return { ...step, finding: step.shadowed_by ? 'shadowed' : 'present' };
  if (full.some(isSameRoute(step))) return { ...step, finding: 'full' };
  const { code } = refused.find(isSameRoute(step)) ?? {};
  return code ? { ...step, refused: code } : step;
};

/** It is on the record before EC2 is asked: after a crash, the next run knows who turned it on. EC2 may show it later. */
const allowDnsResolution = async (
  found: PeeringRequest,
  role: SideRole,
  connection: Connection['id'],
  task: string,
  deps: ConnectVpcsDeps,
): Promise<{ request: PeeringRequest; step: { finding: 'present' } | { refused: string } }> => {
  const request = await commitLatest(deps.requests, found, (latest) =>
    latest.dns_asked_at?.[role]
      ? undefined
      : {
          set: { dns_asked_at: { ...latest.dns_asked_at, [role]: deps.clock().toISOString() } },
          entry: dnsEntry('dns-resolution-asked-for', latest, role, task),
        },
  );
  try {
    await deps.routeTables.allowDnsResolution(request[role], role, connection);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { request, step: { refused: toFailure(error).code } };
  }
  return { request: await noteDnsResolution(request, role, task, deps), step: { finding: 'present' } };
};

/** Where Peerway asked for it, and not where it was on before. */
const noteDnsResolution = (
  request: PeeringRequest,
  role: SideRole,
  task: string,
  { requests }: ConnectVpcsDeps,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const { [role]: asked_at, ...others } = latest.dns_asked_at ?? {};
    return asked_at
      ? { set: { dns_asked_at: others }, entry: dnsEntry('dns-resolution-turned-on', latest, role, task) }
      : undefined;
  });

const dnsEntry = (
  type: 'dns-resolution-asked-for' | 'dns-resolution-turned-on',
  request: PeeringRequest,
  role: SideRole,
  task: string,
): AuditEntry => ({
  type,
  actor: { kind: 'workflow', id: task },
  reason: `account ${request[role].owner_id}`,
});

const conclude = (
  latest: PeeringRequest,
  sides: Pick<Connectivity, 'requester' | 'accepter'>,
  applied: Consented,
  cidr_blocks: CidrBlocks,
  task: string,
  at: string,
): Change | undefined => {
  const consents = markApplied(latest.consents, applied, at);
  const state = combineSides(sides);
  const before = latest.connectivity;
  const isSame = isDeepStrictEqual(before, { state, since: before?.since, ...sides });
  if (isSame && isDeepStrictEqual(consents, latest.consents)) return undefined;
  return {
    set: {
      ...(!isSame && { connectivity: { state, since: at, ...sides } }),
      ...(consents && { consents }),
      cidr_blocks,
    },
    entry: {
      type: 'connectivity-changed',
      actor: { kind: 'workflow', id: task },
      reason: before ? `${before.state} → ${state}` : state,
    },
  };
};

/** A consent that was recorded since then is still to be applied. */
const markApplied = (
  consents: PeeringRequest['consents'],
  applied: Consented,
  applied_at: string,
): PeeringRequest['consents'] => {
  if (!consents) return consents;
  const mark = (role: SideRole): Consented => {
    const consent = consents[role];
    if (!consent) return {};
    const isDone = isUnapplied(consent) && consent.at === applied[role]?.at;
    return { [role]: isDone ? { ...consent, applied_at } : consent };
  };
  return { ...mark('requester'), ...mark('accepter') };
};
