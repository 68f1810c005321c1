import { mintReadOnly } from '../domain/links/mint-read-only.ts';
import type { Links } from '../domain/links/ports.ts';
import { ForbiddenError } from '../domain/request/errors.ts';
import type { Clock } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { createBoardLink as contract } from '../edge/contract/board-links.ts';
import { boardUrl, callerRules, clock, links } from '../wiring.ts';

/**
 * Creates a link to the board for the network team.
 *
 * @throws ForbiddenError
 */
export const createBoardLink = async (
  { caller }: Call<typeof contract>,
  deps: { links: Links; clock: Clock; boardUrl: (token: string) => string },
): Promise<Success<typeof contract>> => {
  if (!caller.is_network_team) throw new ForbiddenError('Only the network team can create board links.');
  const { token, ...times } = await mintReadOnly({ purpose: 'board', person: caller.arn }, deps);
  return { data: { url: deps.boardUrl(token), ...times } };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  createBoardLink(call, { links: links(), clock, boardUrl }),
);
