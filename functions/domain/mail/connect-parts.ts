import { deleteRoute, revokeRule } from '../connectivity/aws-cli.ts';
import { type ConnectSettings, findLeftToDo, type LeftToDo } from '../connectivity/left-to-do.ts';
import { routesOn } from '../connectivity/own-routes.ts';
import { accepterScope } from '../connectivity/plan-accepter.ts';
import { describeScope, otherSide } from '../connectivity/scope.ts';
import type { EventRoute } from '../request/audit.ts';
import type { ConnectivityState, ConnectStep, SideRole } from '../request/connect.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeStaleRule, describeStep, STALE_RULES } from '../wording/connect-steps.ts';
import { CONFIRM_ROUTES, countSteps, describeConnectivity, describeOther } from '../wording/connectivity.ts';
import type { Block } from './content.ts';
import type { MailContext } from './parts.ts';

/** What a request asks an approver for besides the connection. Nothing for one that doesn't ask. */
export const askedToConnect = (context: MailContext): Block[] => {
  const { request, accepterAccount } = context;
  const scope = accepterScope(request);
  if (!scope) return [];
  const { requester } = getAccountNames(context);
  const missing = (request.accepter_plan?.steps ?? []).filter(({ finding }) => finding === 'missing');
  const takes =
    missing.length > 0 ? ` That takes: ${countSteps(missing, request.accepter_plan?.more_steps)}.` : '';
  const who =
    accepterAccount?.connect === 'apply'
      ? 'The request’s page shows what Peerway would change, and asks for your consent.'
      : 'Peerway doesn’t change this in your account. After you accept, we email you the commands.';
  return [
    {
      kind: 'paragraph',
      text: `${requester} also asks for ${describeScope(scope)} in your VPC.${takes} ${who}`,
    },
  ];
};

/** What is left to do on the reader's side. `undefined` for a request to which nobody asked to connect. */
export const leftFor = (
  { request, requesterAccount, accepterAccount }: MailContext,
  side: SideRole,
  settings: ConnectSettings,
): LeftToDo | undefined =>
  findLeftToDo(request, side, side === 'requester' ? requesterAccount : accepterAccount, settings);

/** How each side stands, and what is left on the reader's own, with the commands for it. */
export const connectivity = (context: MailContext, side: SideRole, left: LeftToDo): Block[] => {
  const { request } = context;
  const names = getAccountNames(context);
  const other = request.connectivity?.[otherSide(side)].state ?? 'unknown';
  const others: Block = {
    kind: 'paragraph',
    text: describeOther(names[otherSide(side)], other),
  };
  if (left.state === 'connected')
    return [
      { kind: 'paragraph', text: `${names[side]}: ${describeConnectivity('connected')}.` },
      others,
      groups(context, side),
    ];
  return [
    { kind: 'subheading', text: `Left to do in ${names[side]}` },
    ...(left.confirm
      ? ([
          { kind: 'paragraph', text: CONFIRM_ROUTES },
          { kind: 'code', label: 'To confirm it', code: left.confirm },
        ] as const)
      : []),
    ...findings(left, request.id),
    ...commands(left),
    others,
    groups(context, side),
  ];
};

const findings = ({ problems, more_problems }: LeftToDo, id: string): Block[] => [
  ...(problems.length > 0
    ? [
        {
          kind: 'list',
          items: problems.map(({ step }) => {
            const { message, remedy } = describeStep(step);
            return [message, remedy].filter(Boolean).join(' ');
          }),
        } as const,
      ]
    : []),
  ...(more_problems > 0
    ? [
        {
          kind: 'paragraph',
          text: `And ${more_problems} more. To see all, run: peerway connectivity ${id}`,
        } as const,
      ]
    : []),
];

/** What to add in three notations, then what to run for the rest, one by one: its owner decides which. */
const commands = ({ advice, problems }: LeftToDo): Block[] => {
  const rest = problems.flatMap(({ step, commands }) =>
    commands.length > 0 ? [`# ${labelOf(step)}`, ...commands] : [],
  );
  return [
    ...(advice
      ? ([
          { kind: 'code', label: 'Command line', code: advice.aws_cli },
          { kind: 'code', label: 'Terraform', code: advice.terraform },
        ] as const)
      : []),
    ...(advice?.cloudformation
      ? [{ kind: 'code', label: 'CloudFormation', code: advice.cloudformation } as const]
      : []),
    ...(rest.length > 0
      ? [{ kind: 'code', label: 'Commands for each finding', code: rest.join('\n') } as const]
      : []),
  ];
};

/** Without the route table's name, which its owner wrote: this is in what the reader runs. */
const labelOf = (step: ConnectStep): string =>
  step.kind === 'route'
    ? `${step.route_table_id}, ${step.destination_cidr_block}: ${step.finding}`
    : `DNS resolution: ${step.finding}`;

/** The routes that Peerway had created for a deleted connection: those it removed, and those that are left. */
export const formerRoutes = (
  { request }: MailContext,
  side: SideRole,
  removed: readonly EventRoute[],
): Block[] => {
  const gone = removed.filter((route) => route.side === side);
  const left = routesOn(side, request.routes);
  return [
    ...(gone.length > 0
      ? ([
          { kind: 'subheading', text: 'Peerway removed these routes' },
          { kind: 'list', items: gone.map(describePlace) },
        ] as const)
      : []),
    ...(left.length > 0
      ? ([
          { kind: 'subheading', text: 'Remove these routes' },
          {
            kind: 'paragraph',
            text: left.every(({ left_because }) => left_because)
              ? 'Peerway created them, and couldn’t remove them.'
              : 'Peerway created them, and couldn’t remove them yet. It retries for a day.',
          },
          { kind: 'list', items: left.map(describePlace) },
          {
            kind: 'code',
            label: 'Command line',
            code: left
              .map(({ route_table_id, destination_cidr_block: destination }) =>
                deleteRoute(request[side], route_table_id, { destination }),
              )
              .join('\n'),
          },
        ] as const)
      : []),
  ];
};

/** What a deleted connection has left in the reader's security groups, which are never Peerway's. */
export const staleRules = ({ request }: MailContext, side: SideRole): Block[] => {
  const { rules = [], more_rules = 0 } = request.stale_rules?.[side] ?? {};
  if (rules.length === 0) return [];
  return [
    { kind: 'subheading', text: 'Stale security group rules' },
    { kind: 'paragraph', text: STALE_RULES },
    { kind: 'list', items: rules.map((rule) => describeStaleRule(rule).message) },
    ...(more_rules > 0
      ? [
          {
            kind: 'paragraph',
            text: `And ${more_rules} more. To see all, run: peerway connectivity ${request.id}`,
          } as const,
        ]
      : []),
    {
      kind: 'code',
      label: 'Command line',
      code: rules.map((rule) => revokeRule(request[side], rule)).join('\n'),
    },
  ];
};

const describePlace = ({ route_table_id, destination_cidr_block }: EventRoute): string =>
  `${route_table_id}: ${destination_cidr_block}`;

/** Security groups are never Peerway's. */
const groups = ({ request }: MailContext, side: SideRole): Block => ({
  kind: 'paragraph',
  text: `In ${request[side].vpc_id}, security groups must allow the ${side === 'requester' ? 'outbound' : 'inbound'} traffic too.`,
});

/** `Finish connecting` tells the reader that something is left for them. */
export const headlineOf = (state: ConnectivityState, left: LeftToDo): string => {
  if (state === 'connected') return 'Connected';
  return left.state === 'connected' ? 'Active' : 'Finish connecting';
};
