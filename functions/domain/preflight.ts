import type { Check } from './check.ts';
import { overlappingBlocks } from './cidr.ts';
import {
  ConflictError,
  LimitExceededError,
  OverlappingCidrError,
  type RequestError,
  RoleNotAssumableError,
  ValidationError,
} from './errors.ts';
import { type CidrBlocks, hasSide, type PeeringRequest, type Side } from './peering-request.ts';
import type { Account, Connection, Connections, Directory, Requests, Vpc, Vpcs } from './ports.ts';
import { hasEnded } from './status.ts';

/** A check, and the error with which a real submit is refused for it. */
type Finding = Check & { error?: RequestError };

/** EC2's quotas as they stand in these accounts. */
export type Quotas = { pending_per_account: number; active_per_vpc: number };

/** Something we asked for: the answer, or why there is none. */
type Known<T> = { known: true; value: T } | { known: false; no_role: boolean };

type Facts = {
  requesterVpc: Known<Vpc | undefined>;
  accepterVpc: Known<Vpc | undefined>;
  between: Known<Connection[]>;
  requesterActive: Known<number>;
  accepterActive: Known<number>;
  pending: Known<number>;
  holder: PeeringRequest | undefined;
  account: Account | undefined;
};

type Deps = {
  requests: Requests;
  directory: Directory;
  connections: Connections;
  vpcs: Vpcs;
  quotas: Quotas;
};

export type Preflight = { checks: Check[]; errors: RequestError[]; cidr_blocks?: CidrBlocks };

/** Looks at all that would make the request fail, or its approver wonder, before EC2 is asked to create. */
export const preflight = async (requester: Side, accepter: Side, deps: Deps): Promise<Preflight> => {
  const facts = await gather(requester, accepter, deps);
  const findings: Finding[] = [
    vpcExists('requester', requester, facts.requesterVpc),
    vpcExists('accepter', accepter, facts.accepterVpc),
    accepterAccount(accepter, facts.account),
    noOpenRequest(facts.holder, requester),
    noLiveConnection(facts.between),
    noOverlap(facts.requesterVpc, facts.accepterVpc),
    pendingQuota(facts.pending, deps.quotas),
    activeQuota('requester', requester, facts.requesterActive, deps.quotas),
    activeQuota('accepter', accepter, facts.accepterActive, deps.quotas),
    dns(facts.requesterVpc, facts.accepterVpc),
  ];
  return {
    checks: findings.map(({ error: _, ...check }) => check),
    errors: findings.flatMap(({ error }) => error ?? []),
    cidr_blocks: {
      ...blocksOf('requester', facts.requesterVpc),
      ...blocksOf('accepter', facts.accepterVpc),
    },
  };
};

const blocksOf = (role: Role, vpc: Known<Vpc | undefined>): CidrBlocks =>
  vpc.known && vpc.value ? { [role]: vpc.value.cidr_blocks } : {};

const gather = async (requester: Side, accepter: Side, deps: Deps): Promise<Facts> => {
  const { vpcs, connections, requests, directory } = deps;
  const [requesterVpc, accepterVpc, between, requesterActive, accepterActive, pending, holder, account] =
    await Promise.all([
      known(vpcs.describe('requester', requester)),
      known(vpcs.describe('accepter', accepter)),
      known(connections.between(requester, accepter)),
      known(vpcs.activeConnections('requester', requester)),
      known(vpcs.activeConnections('accepter', accepter)),
      known(vpcs.pendingConnections(requester)),
      requests.holderOf(requester.vpc_id, accepter.vpc_id),
      directory.account(accepter.owner_id),
    ]);
  return { requesterVpc, accepterVpc, between, requesterActive, accepterActive, pending, holder, account };
};

/** An EC2 that does not answer must not stop a submit: the workflow asks again, with retries. */
const known = async <T>(asked: Promise<T>): Promise<Known<T>> => {
  try {
    return { known: true, value: await asked };
  } catch (error) {
    return { known: false, no_role: error instanceof RoleNotAssumableError };
  }
};

const pass = (check: string, message: string): Finding => ({ check, result: 'pass', message });

const unknown = (check: string, message: string): Finding => ({ check, result: 'unknown', message });

const fail = (check: string, message: string, remedy: string, error: RequestError): Finding => ({
  check,
  result: 'fail',
  message,
  remedy,
  error,
});

const FIELDS = {
  requester: { vpc: 'vpc_id', owner: 'vpc_owner_id' },
  accepter: { vpc: 'peer_vpc_id', owner: 'peer_owner_id' },
} as const;

type Role = keyof typeof FIELDS;

const vpcExists = (role: Role, { vpc_id, owner_id, region }: Side, vpc: Known<Vpc | undefined>): Finding => {
  const check = `${role}-vpc`;
  const invalid = (field: 'vpc' | 'owner', message: string, remedy: string) =>
    fail(check, message, remedy, new ValidationError([{ path: FIELDS[role][field], message }]));
  if (!vpc.known && vpc.no_role && role === 'requester') {
    return invalid(
      'owner',
      `Peerway has no role in account ${owner_id}, and cannot create the connection there.`,
      'Ask the network team to onboard the account.',
    );
  }
  if (!vpc.known)
    return unknown(check, `Whether ${vpc_id} exists in account ${owner_id} cannot be seen from here.`);
  return vpc.value
    ? pass(check, `${vpc_id} exists in account ${owner_id}, ${region}.`)
    : invalid(
        'vpc',
        `${vpc_id} does not exist in account ${owner_id}, ${region}.`,
        'Check the id, its account and its Region.',
      );
};

const accepterAccount = ({ owner_id }: Side, account: Account | undefined): Finding => {
  const check = 'accepter-account';
  const invalid = (message: string) =>
    fail(
      check,
      message,
      'Ask the network team to put the account and its approvers into the directory.',
      new ValidationError([{ path: 'peer_owner_id', message }]),
    );
  if (!account) return invalid(`Account ${owner_id} is not in the directory.`);
  if (account.approvers.length === 0) return invalid(`Account ${owner_id} has no approvers.`);
  if (account.onboarded) return pass(check, `Account ${owner_id} (${account.name}) has approvers.`);
  return {
    check,
    result: 'warn',
    message: `Peerway has no role in account ${owner_id} (${account.name}): its approvers accept in their own account.`,
    remedy: 'Ask the network team to onboard the account.',
  };
};

/** Who claims a VPC of others must not learn what they ask for. */
const noOpenRequest = (holder: PeeringRequest | undefined, { owner_id }: Side): Finding => {
  const check = 'open-request';
  if (!holder || hasEnded(holder.status) || !hasSide(holder, owner_id)) {
    return pass(check, 'No other request that you may see is open between the two VPCs.');
  }
  const message = `${holder.id} is ${holder.status} between the two VPCs.`;
  return fail(
    check,
    message,
    'Follow that request, or cancel it first.',
    new ConflictError(message, {
      peering_request_id: holder.id,
      ...(holder.vpc_peering_connection_id && {
        vpc_peering_connection_id: holder.vpc_peering_connection_id,
      }),
    }),
  );
};

const LIVE = ['initiating-request', 'pending-acceptance', 'provisioning', 'active'];

const noLiveConnection = (between: Known<Connection[]>): Finding => {
  const check = 'live-connection';
  if (!between.known) return unknown(check, 'Connections between the two VPCs cannot be seen from here.');
  const live = between.value.find(({ status }) => LIVE.includes(status));
  if (!live) return pass(check, 'No connection lives between the two VPCs.');
  const message = `${live.id} is ${live.status} between the two VPCs.`;
  return fail(
    check,
    message,
    'Use that connection, or delete it first.',
    new ConflictError(message, {
      vpc_peering_connection_id: live.id,
    }),
  );
};

const noOverlap = (requester: Known<Vpc | undefined>, accepter: Known<Vpc | undefined>): Finding => {
  const check = 'cidr-overlap';
  if (!requester.known || !accepter.known || !requester.value || !accepter.value) {
    return unknown(
      check,
      'Whether the VPCs overlap cannot be seen from here. If they do, EC2 will fail the request.',
    );
  }
  const overlaps = overlappingBlocks(requester.value.cidr_blocks, accepter.value.cidr_blocks);
  if (overlaps.length === 0) return pass(check, 'No block of one VPC overlaps one of the other.');
  const pairs = overlaps.map((pair) => `${pair.requester} and ${pair.accepter}`).join(', ');
  return fail(
    check,
    `These blocks overlap: ${pairs}.`,
    'Peer VPCs that do not overlap, or connect these by PrivateLink or a transit gateway with NAT.',
    new OverlappingCidrError(overlaps),
  );
};

const pendingQuota = (pending: Known<number>, { pending_per_account: quota }: Quotas): Finding => {
  const check = 'pending-quota';
  if (!pending.known)
    return unknown(check, 'How many requests of the account are pending cannot be seen from here.');
  if (pending.value < quota) return pass(check, `${pending.value} of ${quota} pending requests are in use.`);
  const message = `The requester account has ${pending.value} pending requests, and EC2 allows ${quota}.`;
  return fail(
    check,
    message,
    'Wait until some are decided, cancel some, or raise the quota.',
    new LimitExceededError(message),
  );
};

const activeQuota = (
  role: Role,
  { vpc_id }: Side,
  active: Known<number>,
  { active_per_vpc: quota }: Quotas,
): Finding => {
  const check = `${role}-active-quota`;
  if (!active.known)
    return unknown(check, `How many active connections ${vpc_id} has cannot be seen from here.`);
  if (active.value < quota)
    return pass(check, `${active.value} of ${quota} active connections of ${vpc_id} are in use.`);
  const message = `${vpc_id} has ${active.value} active connections, and EC2 allows ${quota}.`;
  return fail(check, message, 'Delete some, or raise the quota.', new LimitExceededError(message));
};

const dns = (requester: Known<Vpc | undefined>, accepter: Known<Vpc | undefined>): Finding => {
  const check = 'dns';
  if (!requester.known || !accepter.known || !requester.value || !accepter.value) {
    return unknown(check, 'The DNS settings of both VPCs cannot be seen from here.');
  }
  const isReady = ({ dns_support, dns_hostnames }: Vpc) => dns_support && dns_hostnames;
  if (isReady(requester.value) && isReady(accepter.value)) {
    return pass(check, 'Both VPCs have DNS support and DNS hostnames.');
  }
  return {
    check,
    result: 'warn',
    message:
      'A VPC has DNS support or DNS hostnames off: names of one VPC cannot resolve to private addresses in the other.',
    remedy: 'Turn both on in both VPCs if you want DNS resolution over the connection.',
  };
};
