/** The items of all pages. */
export const collect = async <Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const page of pages) items.push(...itemsOf(page));
  return items;
};
