/** A page of any list, or several pages as one. */
export type Page<Item> = { items: Item[]; next_cursor: string | null };

/** Reads one page into `found`, or all. An empty page can have a next page: those are skipped in either case. */
export const followPages = async <Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
  from: string | undefined,
  all: boolean,
  found: Item[],
): Promise<Page<Item>> => {
  let cursor = from;
  do {
    const page = await read(cursor);
    found.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && (all || found.length === 0));
  return { items: found, next_cursor: cursor ?? null };
};
