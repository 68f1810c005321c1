import { describeActor, describeSubmitter } from '../../functions/domain/wording/actors.ts';
import { describeConnectivity } from '../../functions/domain/wording/connectivity.ts';
import type { Decision, PeeringRequest } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { checkMark, faint, paintStatus, strong } from './paint.ts';
import { oneLine } from './printable.ts';
import { table, wrappedTable } from './table.ts';
import { showSeconds, showTime } from './time.ts';

const LABEL_WIDTH = 'Justification'.length;

export const DECISION_WORDS = {
  accept: 'accepted',
  reject: 'rejected',
  cancel: 'withdrawn',
} as const satisfies Record<Decision['kind'], string>;

/** Everything about a request. */
export const requestDetails = (request: PeeringRequest): string => {
  const { window } = request;
  const left =
    request.status === 'pending-acceptance' && window ? `${showSeconds(window.remaining_seconds)} left` : '';
  const facts: [string, string][] = [
    ['Connection', request.vpc_peering_connection_id ?? faint('none yet')],
    ['Window', windowOf(request)],
    [
      'Submitted',
      `${showTime(request.created_at)} by ${request.origin === 'picked-up' ? describeSubmitter({ submitted_by: request.submitted_by }) : request.submitted_by}`,
    ],
    ['Resubmission', request.resubmitted_from ? `of ${request.resubmitted_from}` : ''],
    ['Verified as', request.submitter_address ?? ''],
    ['Contact', request.contact_email ?? ''],
    ['Justification', request.justification],
    ['Rule', ruleOf(request)],
    ['Approvals', approvalsOf(request)],
    ['Decision', request.decision ? showDecision(request.decision) : ''],
    ['Deletion', request.teardown ? showDeletion(request.teardown) : ''],
    ['Active for', request.active_for ?? ''],
    ['Ends', request.ends_at ? showTime(request.ends_at) : ''],
    ['Removal', removalOf(request)],
    ['More time', extensionOf(request)],
    ['Connectivity', connectivityOf(request)],
    ['Failure', request.failure ? `${request.failure.code}: ${request.failure.message}` : ''],
    ['Preflight', preflightOf(request)],
  ];
  return [
    [strong(request.id), paintStatus(request.status), left].filter(Boolean).join('  '),
    '',
    vpcTable(request),
    factTable(facts),
  ].join('\n');
};

/** Labels and values, aligned below `vpcTable`. Empty values are left out. */
export const factTable = (facts: readonly [string, string][]): string =>
  wrappedTable(
    facts.filter(([, value]) => value !== '').map(([label, value]) => [faint(label), value]),
    [LABEL_WIDTH],
    outputWidth(),
  );

type Vpcs = Pick<
  PeeringRequest,
  'vpc_id' | 'vpc_owner_id' | 'vpc_region' | 'peer_vpc_id' | 'peer_owner_id' | 'peer_region'
>;

export const vpcTable = (of: Vpcs): string =>
  table([
    [faint('Requester'.padEnd(LABEL_WIDTH)), of.vpc_id, of.vpc_owner_id, of.vpc_region],
    [faint('Accepter'), of.peer_vpc_id, of.peer_owner_id, of.peer_region],
  ]);

export const showDecision = (decision: Decision): string =>
  `${DECISION_WORDS[decision.kind]}${decision.active_for ? `, for ${decision.active_for}` : ''} ${decidedBy(decision)}`;

export const decidedBy = ({ by, at, comment }: Decision): string =>
  `by ${nameOf(by)} at ${showTime(at)}${comment ? `: “${oneLine(comment)}”` : ''}`;

/** ARNs and addresses stay as they are, to be copied. */
const nameOf = (by: Decision['by']): string =>
  by.kind === 'outside' || by.kind === 'rule' || by.for || by.also_for ? describeActor(by) : by.id;

/** Only people request a deletion. Outside Peerway they delete, and a rule has it done. */
export const showDeletion = (teardown: Decision): string =>
  `${teardown.by.kind === 'outside' || teardown.by.kind === 'rule' ? '' : 'requested '}${decidedBy(teardown)}`;

const extensionOf = ({ extension }: PeeringRequest): string => {
  if (!extension) return '';
  const { extends_by, by, at, reason, decision } = extension;
  const asked = `${extends_by} asked for by ${by.id} at ${showTime(at)}: “${oneLine(reason)}”`;
  return `${asked}\n${decision ? showDecision(decision) : 'not decided yet'}`;
};

const windowOf = ({ window }: PeeringRequest): string => {
  if (!window) return faint('not open yet');
  const until = `until ${showTime(window.expires_at)}`;
  return window.opened_at ? `${showTime(window.opened_at)} ${until}` : until;
};

/** How many approvals count: an API before this field counted them all. */
export const countApprovals = ({ approvals }: Pick<PeeringRequest, 'approvals'>): number =>
  approvals.filter(({ counts }) => counts !== false).length;

const approvalsOf = (request: PeeringRequest): string =>
  request.required_approvals > 1
    ? [
        `${countApprovals(request)} of ${request.required_approvals}`,
        ...request.approvals.map((approval) => [showDecision(approval), lapseOf(approval)].join('')),
      ].join('\n')
    : '';

const lapseOf = ({ counts, reason }: PeeringRequest['approvals'][number]): string =>
  counts === false ? `. ${oneLine(reason ?? 'It didn’t count.')}` : '';

/** An API before this field doesn't send it. */
const ruleOf = ({ rule }: PeeringRequest): string =>
  rule ? `${rule.name}: ${rule.then}, because “${oneLine(rule.because)}”` : '';

/** An API before this field doesn't send it. */
const removalOf = ({ removal, teardown }: PeeringRequest): string =>
  removal && !teardown
    ? `planned for ${showTime(removal.due_at)} by ${nameOf(removal.by)}${removal.comment ? `: “${oneLine(removal.comment)}”` : ''}`
    : '';

const connectivityOf = ({ connectivity }: PeeringRequest): string => {
  // An API before this field doesn't send it.
  if (!connectivity) return '';
  const { state, since, requester, accepter } = connectivity;
  return [
    `${describeConnectivity(state)} since ${showTime(since)}`,
    ...[requester, accepter].flatMap(({ account_id, problems }) =>
      (problems ?? []).map(({ message }) => `${checkMark('warn')} ${account_id}: ${oneLine(message)}`),
    ),
  ].join('\n');
};

const preflightOf = ({ preflight }: PeeringRequest): string => {
  const noteworthy = preflight.filter(({ result }) => result !== 'pass');
  const passed = preflight.length - noteworthy.length;
  if (preflight.length === 0) return '';
  return [
    `${passed} of ${preflight.length} checks passed`,
    ...noteworthy.map(({ result, message }) => `${checkMark(result)} ${oneLine(message)}`),
  ].join('\n');
};
