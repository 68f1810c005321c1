import * as connectivity from '../connectivity.ts';
import { type Component, object } from './component.ts';

const STEP = {
  kind: 'What it is about.',
  finding:
    'What Peerway found. `shadowed`: more specific routes take part of the traffic. `leftover`: the route leads to a connection that isn’t active. `not-managed`: the owner of the route table hasn’t tagged it as managed. `turned-off`: the VPC’s own DNS settings are off.',
  route_table_id: 'The route table.',
  route_table_name: 'Its Name tag.',
  destination_cidr_block: 'Where the route leads: a CIDR block of the other VPC.',
  leads_to: 'The target of the route that is there instead.',
  shadowed_by: 'The more specific routes that lead elsewhere.',
  message: 'What was found.',
  remedy: 'What you can do.',
};

export const CONNECTIVITY: Readonly<Record<string, Component>> = {
  Connect: object(connectivity.connect, 'What a request asks for besides the connection.', {
    routes:
      'Routes in both VPCs: `true` to all CIDR blocks of the other VPC, or to the CIDR blocks that you list.',
    dns_resolution: 'Whether DNS hostnames of each VPC resolve to private IP addresses in the other.',
  }),
  NarrowedRoutes: object(connectivity.narrowedRoutes, 'Routes to parts of the VPCs only.', {
    destination_cidr_blocks: 'What the requester VPC needs to reach: CIDR blocks in the accepter VPC.',
    peer_destination_cidr_blocks: 'What the accepter VPC needs to reach: CIDR blocks in the requester VPC.',
  }),
  ConnectScope: object(connectivity.connectScope, 'What is agreed to have done in one account.', {
    destination_cidr_blocks: 'The CIDR blocks of the other VPC to which routes lead.',
    dns_resolution: 'Whether the VPC’s DNS hostnames resolve to private IP addresses in the other VPC.',
  }),
  ConnectivitySummary: object(connectivity.connectivitySummary, 'How far two VPCs are connected.', {
    state: '`connected` if nothing is missing on either side, `unknown` if Peerway can’t look.',
    since: 'When this was first found.',
    requester: 'The requester’s side.',
    accepter: 'The accepter’s side.',
  }),
  SideSummary: object(connectivity.sideSummary, 'How far one side is connected.', {
    account_id: 'The account that owns the VPC.',
    state: 'Whether its routes and DNS resolution are as agreed.',
    problems: 'The first of the steps that aren’t done. Null in lists, and if the account isn’t yours.',
    more_problems: 'How many more there are. Null in lists, and if the account isn’t yours.',
  }),
  ConnectStep: object(connectivity.connectStep, 'A route or the DNS resolution of one side.', STEP),
  Connectivity: object(
    connectivity.liveConnectivity,
    'How far two VPCs are connected, as EC2 shows it now.',
    {
      id: 'The request’s ID.',
      created_at: 'When the request was submitted.',
      state: '`connected` if nothing is missing on either side, `unknown` if Peerway can’t look.',
      requester: 'The requester’s side.',
      accepter: 'The accepter’s side.',
    },
  ),
  ConnectInput: object(connectivity.connectRequest.body, 'What to connect.', {
    dry_run: 'Only look, and record nothing.',
    side: 'Only this side. The default is all sides that are yours.',
  }),
  ConnectivitySide: object(connectivity.liveSide, 'How far one side is connected, and what is left to do.', {
    account_id: 'The account that owns the VPC.',
    mode: 'What Peerway does there: `apply` what its people agree to, only `advise` them, or `refuse`.',
    state: 'Whether its routes and DNS resolution are as agreed.',
    steps:
      'What Peerway found for each route and for DNS resolution. Null if the account isn’t yours, or if Peerway can’t look.',
    advice: 'How to do what Peerway leaves to the account’s people. Null if there is nothing.',
    confirm:
      'Where Peerway can’t look at the route tables: what their owner can run to see which routes lead to the connection. Null otherwise, and if the account isn’t yours.',
    security_groups:
      'Which security groups reference those of the other VPC. Null if the account isn’t yours, if the VPCs are in different Regions, while there is no connection, or if Peerway can’t look.',
  }),
  Confirmation: object(connectivity.confirmation, 'How to see what Peerway can’t.', {
    message: 'What Peerway doesn’t know.',
    command: 'What shows it, for a POSIX shell signed in to the account. It changes nothing.',
  }),
  PeerGroups: object(connectivity.peerGroups, 'How security groups of both VPCs reference each other.', {
    references_peer: 'Whether a rule of this side references a security group of the other VPC.',
    referenced_by_peer:
      'Whether a rule of the other VPC references a security group of this side. The other VPC loses that access with the connection.',
    stale_rules:
      'This side’s rules that have no effect, because the security group they reference is gone, or the connection to it.',
  }),
  StaleRule: object(connectivity.staleRule, 'A rule without effect. Peerway doesn’t change it.', {
    group_id: 'The security group that has the rule.',
    direction: 'Whether the rule is for incoming or outgoing traffic.',
    ip_protocol: 'EC2’s name or number of the protocol; `-1` for all.',
    from_port: 'The first port. Absent where EC2 has none.',
    to_port: 'The last port. Absent where EC2 has none.',
    referenced_group_id: 'The security group of the other VPC.',
    referenced_account_id: 'The account that owns that one. Absent where EC2 doesn’t name it.',
    vpc_peering_connection_id: 'The connection over which the rule referenced it.',
    message: 'What Peerway found.',
    remedy: 'What you can do about it.',
    commands: 'What to run in a POSIX shell signed in to the account, if the remedy is right for you.',
  }),
  ConnectivityStep: object(
    connectivity.liveStep,
    'A route or the DNS resolution of one side, and what to run.',
    {
      ...STEP,
      commands:
        'What to run, in order, in a POSIX shell signed in to the account, if the remedy is right for you.',
    },
  ),
  ConnectAdvice: object(connectivity.advice, 'The steps that are left, ready to copy. They only add.', {
    aws_cli: 'Commands for a POSIX shell with the AWS CLI, signed in to the account.',
    terraform: 'Resources for Terraform.',
    cloudformation: 'A CloudFormation template. Null if nothing is left that CloudFormation can do.',
  }),
  RouteTarget: object(connectivity.routeTarget, 'A route in the same route table.', {
    destination: 'Its destination.',
    leads_to: 'The ID of its target.',
  }),
};
