import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import type { ErrorCode } from '../functions/domain/request/errors.ts';
import { optionName } from './client/fields.ts';
import { DeclinedError, InvalidFileError, RefusedError, UnreachableError, UsageError } from './errors.ts';
import { EXIT } from './exit-code.ts';
import { oneLine, printableText } from './views/printable.ts';

/** Prints the error, or each of several, and what to do about it to stderr; returns the exit code. */
export const reportError = (error: unknown): number => {
  if (error instanceof AggregateError) return Math.max(...error.errors.map(reportError));
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError || error instanceof InvalidFileError) {
    print(error.message.split('\n').map((line) => `${red('error:')} ${printableText(line)}`));
    return error instanceof UsageError ? EXIT.usage : EXIT.refused;
  }
  if (error instanceof DeclinedError) {
    print([error.message]);
    return EXIT.refused;
  }
  if (error instanceof UnreachableError) {
    print([`${red('error:')} ${printableText(error.message)}`, arrow(error.remedy)]);
    return EXIT.unreachable;
  }
  if (error instanceof RefusedError) {
    const next = nextStep(error);
    print([
      `${red(`${error.code}:`)} ${printableText(error.message)}`,
      ...detailsOf(error).map((detail) => `  ${printableText(detail)}`),
      ...(next ? [arrow(next)] : []),
    ]);
    return EXIT.refused;
  }
  // A bug in Peerway: its stack shows where.
  print([`${red('error:')} ${printableText(error instanceof Error ? (error.stack ?? '') : String(error))}`]);
  return EXIT.refused;
};

/** A line for each detail that the message doesn't already contain. */
const detailsOf = ({ message, details }: RefusedError): string[] =>
  details.flatMap((detail) => {
    const name = detail.path ? `${optionName(detail.path)}: ` : '';
    if (detail.message !== message) return `${name}${oneLine(detail.message)}`;
    return [];
  });

/** What the user can do about an error of the API, if anything. */
const nextStep = (error: RefusedError): string | undefined => NEXT_STEPS[error.code]?.(error);

const NEXT_STEPS: Readonly<Partial<Record<ErrorCode, (error: RefusedError) => string | undefined>>> = {
  FORBIDDEN: () => 'Check who you are to Peerway: peerway whoami',
  REFUSED_BY_RULE: () => 'To see what the rules say to another request: peerway preflight',
  NOT_FOUND: ({ fields }) => {
    if (fields['account_id'] !== undefined)
      return 'List the accounts in the directory: peerway accounts list';
    return fields['connection_id'] === undefined
      ? 'List the requests you can see: peerway list'
      : 'List the connections you can see: peerway connections';
  },
  CONFLICT: ({ details, fields }) => {
    const request = details.find(({ peering_request_id }) => peering_request_id)?.peering_request_id;
    const connection = details.find((detail) => detail.vpc_peering_connection_id)?.vpc_peering_connection_id;
    if (request) return `Show that request: peerway show ${request}`;
    if (details.some(({ path }) => path === 'updated_at'))
      return `Show it, and then try again: peerway accounts get ${fields['account_id']}`;
    return (
      connection &&
      `Show that connection: aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${connection}`
    );
  },
  IDEMPOTENCY_MISMATCH: () =>
    'To submit a new request, leave out --idempotency-key. To repeat the first one, use exactly the same options.',
  OVERLAPPING_CIDR: () => "Choose VPCs whose CIDR blocks don't overlap. To run all checks: peerway preflight",
  ALREADY_DECIDED: ({ fields }) => `Show the decision: peerway show ${fields['id']}`,
  WINDOW_CLOSED: ({ fields }) => `Submit it again: peerway resubmit ${fields['id']}`,
  // The message says when to try again, or else what is open keeps others out.
  LIMIT_EXCEEDED: ({ retryAfter }) =>
    retryAfter === undefined ? 'List open requests: peerway list --status pending-acceptance' : undefined,
  INTERNAL_ERROR: ({ requestId }) =>
    requestId && `If this continues, send this ID to the network team: ${requestId}`,
};

// Node.js 20 applies a list of styles even if the stream has no colors.
const red = (text: string): string => {
  const stream = process.stderr;
  return styleText('bold', styleText('red', text, { stream }), { stream });
};

const arrow = (text: string): string =>
  `${styleText('cyan', '→', { stream: process.stderr })} ${printableText(text)}`;

const print = (lines: readonly string[]): void => void process.stderr.write(`${lines.join('\n')}\n`);
