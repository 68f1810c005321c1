import type { ConnectionId, Side, Sides } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';
import { isRefusal } from './errors.ts';
import type { Connection, Connections } from './ports.ts';

/** What one side's account answered: the connection, that it shows none, or why it can't be asked. */
export type Answer = { shown: Connection | undefined } | { error: unknown; refused: boolean };

/** What both sides' answers mean together. `gone` is a connection that neither side shows any more. */
export type Found = { connection: Connection } | 'gone' | { error: unknown };

/**
 * An ended connection stays visible to one side for longer than to the other, and one side is enough where the
 * other refuses to answer.
 */
export const combine = (status: RequestStatus, requester: Answer, accepter: Answer): Found => {
  for (const answer of [requester, accepter]) {
    if ('shown' in answer && answer.shown) return { connection: answer.shown };
  }
  // The side that may still show it answers later.
  for (const answer of [requester, accepter]) {
    if ('error' in answer && !answer.refused) return { error: answer.error };
  }
  if ('shown' in requester) return 'gone';
  // A connection that failed may never have been shown to its accepter.
  return 'shown' in accepter && status !== 'submitted' ? 'gone' : { error: requester.error };
};

/**
 * Describes a connection from the requester's side, or else from the accepter's.
 *
 * @returns `undefined` if neither side shows it any more
 * @throws why it can't be said
 */
export const describeFromEitherSide = async (
  { status, requester, accepter }: Sides & { status: RequestStatus },
  id: ConnectionId,
  connections: Pick<Connections, 'describe'>,
): Promise<Connection | undefined> => {
  const ask = (side: Side): Promise<Answer> =>
    connections.describe(side, id).then(
      (shown) => ({ shown }),
      (error: unknown) => ({ error, refused: isRefusal(error) }),
    );
  const asRequester = await ask(requester);
  if ('shown' in asRequester && asRequester.shown) return asRequester.shown;
  const found = combine(status, asRequester, await ask(accepter));
  if (found === 'gone') return undefined;
  if ('error' in found) throw found.error;
  return found.connection;
};
