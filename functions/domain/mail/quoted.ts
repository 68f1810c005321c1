import { lines, shorten, withoutLinks } from '../wording/user-text.ts';

const LONGEST_QUOTE = 1200;

/** What somebody wrote, as a mail may carry it: the page shows all of it. */
export const quoted = (text: string): string => shorten(withoutLinks(lines(text)), LONGEST_QUOTE);
