import { createBoardLink } from './board-links.ts';
import { getCaller } from './callers.ts';
import { AUDIT_TRAIL } from './components/audit-trail.ts';
import { type Component, object } from './components/component.ts';
import { CONNECTIONS } from './components/connections.ts';
import { CONNECTIVITY } from './components/connectivity.ts';
import { DIRECTORY } from './components/directory.ts';
import { PEERING_REQUESTS } from './components/peering-requests.ts';
import { errorDetail, errorEnvelope, gatewayError, problem } from './errors.ts';

/** The named schemas of the OpenAPI document, and what each of their fields means. */
export const COMPONENTS: Readonly<Record<string, Component>> = {
  ...PEERING_REQUESTS,
  ...CONNECTIVITY,
  ...AUDIT_TRAIL,
  ...CONNECTIONS,
  ...DIRECTORY,
  BoardLink: object(createBoardLink.data, 'A link to the board.', {
    url: 'The link. Anyone who has it can see the board.',
    created_at: 'When the link was created.',
    expires_at: 'When the link stops working.',
  }),
  Caller: object(getCaller.data, 'Who you are to Peerway.', {
    account_id: 'Your account.',
    arn: 'Your name on records: the ARN of an IAM principal, or the subject of a token.',
    principal_arn: 'The role of your session, if it is one; otherwise the same as `arn`.',
    is_network_team: 'Whether you belong to the network team.',
    email: 'Your mail address, if Peerway knows it: you can’t approve requests that you submit.',
  }),
  Error: object(errorEnvelope, 'Peerway’s response to a call that failed.', {
    success: 'Always false.',
    error: 'What went wrong.',
    request_id: 'The ID of this call, for the network team.',
  }),
  Problem: object(problem, 'What went wrong.', {
    code: 'The kind of error, for programs.',
    message: 'The error, for people.',
    details: 'The fields that are wrong, and what conflicts with the call.',
  }),
  ErrorDetail: object(errorDetail, 'What is wrong with a field.', {
    path: 'The field, such as `peer_vpc_id` or `approvers.0`; empty for the whole body.',
    message: 'What is wrong with it, for people.',
    peering_request_id: 'The request that conflicts with this one.',
    vpc_peering_connection_id: 'The connection that conflicts with this request.',
    cidr_block: 'A CIDR block of the requester VPC that overlaps.',
    peer_cidr_block: 'The CIDR block of the accepter VPC that it overlaps with.',
    rule: 'The rule of the directory that refuses the request.',
  }),
  GatewayError: object(gatewayError, 'API Gateway’s own response, without Peerway’s envelope.', {
    message: 'The error, in API Gateway’s words.',
  }),
};

/** What each path and query parameter means. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  id: 'The request’s ID.',
  connection_id: 'The connection’s ID.',
  account_id: 'The account’s ID. In a list: only connections with a side in this account.',
  unmanaged: 'Whether to return only connections that belong to no request.',
  status: 'Only those with this status.',
  vpc_id: 'Only those with this VPC, on either side.',
  requester_owner_id: 'Only requests whose requester VPC this account owns.',
  peer_owner_id: 'Only requests whose accepter VPC this account owns.',
  expiring_within: 'Only pending requests whose deadline is within this duration.',
  sort: 'The newest first, which is the default, or the next deadline first.',
  include: 'What to return in addition: `preflight`, the results of each request’s checks.',
  limit: 'How many items a page has at most.',
  cursor: 'The `next_cursor` of the page before. The other parameters must be the same as then.',
};
