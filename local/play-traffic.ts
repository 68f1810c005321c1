import type { RequestView } from '../functions/edge/request-view.ts';
import { acceptInEc2 } from './demo/ec2-as-account.ts';
import { invokeFunction } from './functions.ts';
import { HUB_ACCOUNT_ID, type SeedAccount } from './seed.ts';
import { type PlannedRequest, planTraffic } from './seed-traffic.ts';
import { signedFetch } from './signed-fetch.ts';
import type { Stack } from './stack.ts';

const HOUR_MS = 3_600_000;

/** People act at the same time, but not more of them than this. */
const AT_ONCE = 6;

const DELETED_AFTER_MS = 48 * HOUR_MS;

/** For so many accounts there is one that lost an approver, without whom its requests can't be approved. */
const ACCOUNTS_PER_LOSS = 50;

/** What somebody does, in milliseconds from the start. */
type Act = { at: number; run(): Promise<unknown> };

/**
 * Lets the people of a company submit, decide and withdraw requests for eight days, and then decide until now: through the API, and in EC2 where
 * Peerway has no role. Only this may move the clock meanwhile, and the schedules must not run yet.
 *
 * @returns how many requests there are
 */
export const playTraffic = async (
  stack: Stack,
  accounts: readonly SeedAccount[],
  until: Date,
  onProgress: (now: Date) => void,
): Promise<number> => {
  const planned = planTraffic(accounts);
  const time = until.getTime() - stack.clock.now().getTime();
  const people = peopleOf(stack);
  const acts = planned.flatMap((request) => actsOf(request, people)).filter(({ at }) => at < time);
  const byHour = Map.groupBy(acts, ({ at }) => Math.floor(at / HOUR_MS));
  for (let hour = 0; hour * HOUR_MS < time; hour++) {
    await allOf(byHour.get(hour) ?? []);
    await stack.clock.advance(Math.min(HOUR_MS, time - hour * HOUR_MS));
    onProgress(stack.clock.now());
  }
  await loseApprovers(planned, time, accounts.length, people);
  await invokeFunction('schedules/sweep', {});
  await invokeFunction('schedules/digest', {});
  return planned.length;
};

const allOf = async (acts: readonly Act[]): Promise<void> => {
  const waiting = acts.toSorted((one, other) => other.at - one.at);
  const worker = async (): Promise<void> => {
    for (let act = waiting.pop(); act; act = waiting.pop()) await act.run();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

type People = ReturnType<typeof peopleOf>;

const peopleOf = ({ endpoints: { api, ec2 } }: Stack) => ({
  ec2,
  call: async <T>(caller: string, method: string, path: string, body?: object): Promise<T> => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    const response = await signedFetch(caller, `${api}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} failed with HTTP ${response.status}: ${text}`);
    return (JSON.parse(text) as { data: T }).data;
  },
});

/** A request's acts. Each comes at least an hour after the one before. */
const actsOf = (request: PlannedRequest, { call, ec2 }: People): Act[] => {
  const { requester, accepter, fate, submitted_at, decided_at } = request;
  const { account_id, approvers, onboarded, required_approvals = 1 } = accepter.account;
  const asRequester = `${requester.account.account_id}-${request.person}`;
  let path = '';
  const submit = async () => {
    const { id } = await call<RequestView>(asRequester, 'POST', '/peering-requests', {
      vpc_id: requester.vpc.vpc_id,
      vpc_region: requester.vpc.region,
      peer_vpc_id: accepter.vpc.vpc_id,
      peer_owner_id: account_id,
      peer_region: accepter.vpc.region,
      justification: request.justification,
      contact_email: request.person,
      ...(request.connect && { connect: { routes: true } }),
    });
    path = `/peering-requests/${id}`;
  };
  const decide = (decision: 'accept' | 'reject', approver: string | undefined) => () =>
    call(`${account_id}-${approver}`, 'POST', `${path}/decision`, {
      decision,
      ...(decision === 'reject' && { comment: 'Not over a peering connection. Use the shared endpoint.' }),
    });
  const acceptElsewhere = async () => {
    const { vpc_peering_connection_id: id } = await call<RequestView>(HUB_ACCOUNT_ID, 'GET', path);
    await acceptInEc2({ endpoint: ec2, account: account_id, region: accepter.vpc.region }, id ?? '');
  };
  const accept: Act[] = onboarded
    ? approvers
        .slice(0, required_approvals)
        .map((approver, n) => ({ at: decided_at + n * HOUR_MS, run: decide('accept', approver) }))
    : [{ at: decided_at, run: acceptElsewhere }];
  const cancel = () => call(asRequester, 'POST', `${path}/cancel`, {});
  const rest: Record<PlannedRequest['fate'], Act[]> = {
    left: [],
    failed: [],
    accepted: accept,
    deleted: [...accept, { at: decided_at + DELETED_AFTER_MS, run: cancel }],
    rejected: onboarded ? [{ at: decided_at, run: decide('reject', approvers[0]) }] : [],
    withdrawn: [{ at: decided_at, run: cancel }],
  };
  return [{ at: submitted_at, run: submit }, ...rest[fate]];
};

/** Takes out approvers who are needed, so that some requests are stuck. */
const loseApprovers = async (
  planned: readonly PlannedRequest[],
  time: number,
  accounts: number,
  { call }: People,
): Promise<void> => {
  const waiting = planned.filter(
    ({ fate, submitted_at, decided_at, accepter: { account } }) =>
      account.required_approvals === 2 &&
      account.onboarded &&
      submitted_at > time - 6 * 24 * HOUR_MS &&
      (fate === 'left' || decided_at > time),
  );
  const losing = [...new Set(waiting.map(({ accepter: { account } }) => account))];
  const some = losing.slice(0, Math.ceil(accounts / ACCOUNTS_PER_LOSS));
  for (const { account_id, approvers, vpcs: _, ...entry } of some) {
    const left = { ...entry, approvers: approvers.slice(0, 1), required_approvals: 1 };
    await call(HUB_ACCOUNT_ID, 'PUT', `/accounts/${account_id}`, left);
  }
};
