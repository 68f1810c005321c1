/**
 * Text that users wrote, before it stands in a mail or on a page. Escaping is the template's; this takes what
 * would change how the text around it reads, or pass for something of ours.
 */

/** Control characters, line breaks and tabs aside, and what overrides or embeds the direction of writing. */
const UNSEEN = /[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;

/** Several lines, as they were written. */
export const cleanLines = (text: string): string =>
  text.replaceAll(UNSEEN, '').replaceAll(/\r\n?/g, '\n').trim();

/** One line: for names, and whatever stands in a subject. */
export const cleanLine = (text: string): string => cleanLines(text).replaceAll(/\s+/g, ' ');

export const shorten = (text: string, longest: number): string => {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
};

/**
 * Addresses of the web that no mail program turns into a link: a word joiner, which is not seen, stands within
 * the scheme, and behind the www of those that have none.
 */
const disarmLinks = (text: string): string =>
  text.replaceAll(/([a-z][a-z\d+.-]*:)(?=\/\/)/gi, '$1\u2060').replaceAll(/\bwww\./gi, 'www\u2060.');

const LONGEST_QUOTE = 1200;

/** What somebody wrote, as a mail may carry it: the page shows all of it. */
export const prepareQuote = (text: string): string => shorten(disarmLinks(cleanLines(text)), LONGEST_QUOTE);
