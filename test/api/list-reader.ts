import type { RequestSummary } from '../../functions/edge/request-view.ts';
import type { Answer } from '../journey/journey.ts';
import type { CheckedJourney } from './checked-journey.ts';

export type Page = { items: RequestSummary[]; next_cursor: string | null };
export type Query = Record<string, string>;

export const ids = (listed: readonly { id: string }[]): string[] => listed.map(({ id }) => id);

/** Reads lists through the API, as one account after another. */
export const listReader = ({ call }: CheckedJourney) => {
  const get = (account: string, query: Query): Promise<Answer<Page>> =>
    call<Page>(account, 'GET', `/peering-requests?${new URLSearchParams(query)}`);

  const page = async (account: string, query: Query): Promise<Page> => {
    const { body } = await get(account, query);
    if (!body.success) throw new Error(JSON.stringify(body.error));
    return body.data;
  };

  /** Every page, until there is no next one. */
  const pages = async (account: string, query: Query): Promise<Page[]> => {
    const read: Page[] = [];
    for (let cursor: string | null = ''; cursor !== null; cursor = read.at(-1)?.next_cursor ?? null) {
      read.push(await page(account, { ...query, ...(cursor && { cursor }) }));
    }
    return read;
  };

  const wholeList = async (account: string, query: Query): Promise<RequestSummary[]> =>
    (await pages(account, query)).flatMap(({ items }) => items);

  return { get, page, pages, wholeList };
};
