/** `1 event`, `2 events`; `2 copies` where the plural is told. */
export const countOf = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;
