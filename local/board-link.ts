import { HUB_ACCOUNT_ID } from './seed.ts';
import { signedFetch } from './signed-fetch.ts';

/** Creates a link to the board, as the network team. */
export const createBoardLink = async (api: string): Promise<string> => {
  const response = await signedFetch(HUB_ACCOUNT_ID, `${api}/board-links`, { method: 'POST' });
  if (response.status !== 201) throw new Error(`Creating a board link failed with HTTP ${response.status}.`);
  return ((await response.json()) as { data: { url: string } }).data.url;
};
