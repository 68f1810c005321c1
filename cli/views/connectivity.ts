import { ASK_OWNER, describeConnectivity } from '../../functions/domain/wording/connectivity.ts';
import type { Connectivity, ConnectivitySide } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { bad, checkMark, faint, good, strong } from './paint.ts';
import { oneLine } from './printable.ts';
import { wrappedTable } from './table.ts';

export const ADVICE_FORMATS = ['cli', 'terraform', 'cloudformation'] as const;
export type AdviceFormat = (typeof ADVICE_FORMATS)[number];

type Step = NonNullable<ConnectivitySide['steps']>[number];

type Groups = NonNullable<ConnectivitySide['security_groups']>;

const SIDES = ['requester', 'accepter'] as const;

/** What was found on each side, and then what to run, in lines that aren't wrapped. */
export const connectivityReport = (found: Connectivity, format: AdviceFormat): string =>
  [
    `${strong(found.id)}  ${stateOf(found.state)}`,
    ...SIDES.map((role) => sideReport(role, found[role], format)),
  ].join('\n\n');

const stateOf = (state: Connectivity['state']): string => {
  const words = describeConnectivity(state);
  return state === 'connected' ? good(words) : bad(words);
};

const MODES = {
  apply: 'Peerway applies what the account agrees to',
  advise: 'Peerway only advises',
  refuse: 'the account refuses routes and DNS resolution by Peerway',
} as const satisfies Record<ConnectivitySide['mode'], string>;

const sideReport = (role: (typeof SIDES)[number], side: ConnectivitySide, format: AdviceFormat): string => {
  const { account_id, state, mode, steps, advice, confirm, security_groups } = side;
  const head = `${strong(role === 'requester' ? 'Requester' : 'Accepter')}  ${account_id}  ${stateOf(state)}  ${faint(MODES[mode])}`;
  return [
    head,
    ...(steps && steps.length > 0 ? [stepTable(steps)] : []),
    ...(confirm ? [`${faint(confirm.message)}\n${confirm.command}`] : []),
    ...(state === 'unknown' && !confirm && !advice ? [faint(ASK_OWNER)] : []),
    ...(advice ? [adviceText(advice, format)] : []),
    ...(steps ?? []).filter(isInTheWay).map(commandsOf),
    ...(security_groups ? [groupsReport(security_groups)] : []),
  ].join('\n\n');
};

/** Only reported: security groups are never Peerway's to change. */
const groupsReport = ({ references_peer, referenced_by_peer, stale_rules }: Groups): string => {
  const own = references_peer ? 'reference' : 'don’t reference';
  const others = referenced_by_peer ? 'does' : 'doesn’t';
  const rules = stale_rules.map(({ message, remedy, commands }) => [
    `${checkMark('warn')} ${oneLine(message)}`,
    faint(`→ ${oneLine(remedy)}`),
    ...commands,
  ]);
  return [
    `${faint('Security groups:')} they ${own} the other VPC’s; the other VPC ${others} reference them.`,
    ...rules.flat(),
  ].join('\n');
};

const stepTable = (steps: readonly Step[]): string => {
  const tables = steps.map((step) => step.route_table_id ?? 'DNS resolution');
  const destinations = steps.map((step) => step.destination_cidr_block ?? '');
  const findings = steps.map(({ finding }) => finding);
  const widthOf = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  return wrappedTable(
    steps.map(({ finding, message, remedy }, index) => [
      checkMark(finding === 'present' ? 'pass' : 'warn'),
      tables[index] ?? '',
      destinations[index] ?? '',
      finding,
      [oneLine(message), ...(remedy ? [faint(`→ ${oneLine(remedy)}`)] : [])].join('\n'),
    ]),
    [1, widthOf(tables), widthOf(destinations), widthOf(findings)],
    outputWidth(),
  );
};

const adviceText = (advice: NonNullable<ConnectivitySide['advice']>, format: AdviceFormat): string => {
  const texts = { cli: advice.aws_cli, terraform: advice.terraform, cloudformation: advice.cloudformation };
  return `${faint('To add what is missing:')}\n${texts[format] ?? '# CloudFormation has no resource for what is missing. Use --format cli.'}`;
};

/** What only a person can decide. */
const isInTheWay = ({ finding, commands }: Step): boolean =>
  commands.length > 0 && finding !== 'present' && finding !== 'missing';

const commandsOf = ({ finding, route_table_id, commands }: Step): string =>
  [
    faint(`If the remedy for “${finding}”${route_table_id ? ` in ${route_table_id}` : ''} is right:`),
    ...commands,
  ].join('\n');
