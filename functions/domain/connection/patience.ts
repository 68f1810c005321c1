import type { Change } from '../request/change.ts';
import type { Failure, PeeringRequest } from '../request/peering-request.ts';
import { isOpen } from '../request/status.ts';
import { WINDOW_MS } from '../request/window.ts';

const HOUR_MS = 3_600_000;

/** How long Peerway retries a call that EC2 refuses or doesn't answer, from the first error on. */
const PATIENCE_MS = 24 * HOUR_MS;

/** The code of a request that ended because Peerway couldn't see its connection. It isn't one of EC2's. */
export const NOT_VISIBLE = 'NotVisible';

/** An error of EC2, of STS, or of the network, as the record keeps it. */
export const toFailure = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { code: 'UnknownError', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { code, message: error.message || code };
};

/**
 * Records an error that keeps a request from progressing, once for each code.
 *
 * @param task the Task state that the audit trail names as the actor
 */
export const noteError = (
  { ec2_error: before }: PeeringRequest,
  error: unknown,
  task: string,
  now: Date,
): Change | undefined => {
  const { code, message } = toFailure(error);
  if (before?.code === code) return undefined;
  return {
    set: { ec2_error: { code, message, since: before?.since ?? now.toISOString() } },
    entry: {
      type: 'ec2-error',
      actor: { kind: 'workflow', id: task },
      reason: `${code}: ${message}`,
    },
  };
};

/** Whether errors have kept the request from progressing for longer than Peerway retries. */
export const hasRunOut = ({ ec2_error }: PeeringRequest, now: Date): boolean =>
  ec2_error !== undefined && now.getTime() - Date.parse(ec2_error.since) >= PATIENCE_MS;

/**
 * Ends a request whose connection can't be seen any more, when a connection that nobody accepted would have expired
 * a day ago. Until then the request stays open, because the connection may exist.
 */
export const giveUpUnseen = (request: PeeringRequest, actor: string, now: Date): Change | undefined => {
  const { status, vpc_peering_connection_id, create_asked_at, created_at, ec2_error } = request;
  const expires = Date.parse(request.expires_at ?? create_asked_at ?? created_at);
  const gone = request.expires_at ? expires : expires + WINDOW_MS;
  if (!isOpen(status) || now.getTime() < gone + PATIENCE_MS) return undefined;
  const last = ec2_error ? ` EC2’s last error: ${ec2_error.message} (${ec2_error.code})` : '';
  const message = `Peerway couldn’t see ${vpc_peering_connection_id ?? 'the connection'} from either account for more than a day after its deadline.${last}`;
  return failWith({ code: NOT_VISIBLE, message }, actor);
};

export const failWith = (failure: Failure, actor: string): Change => ({
  status: 'failed',
  set: { failure },
  entry: {
    type: 'status-changed',
    actor: { kind: 'workflow', id: actor },
    reason: `${failure.code}: ${failure.message}`,
  },
});
