/** `1 event`, `2 events`; `2 copies` with the plural given. */
export const countOf = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
