/**
 * Prepares text that users wrote for mails and pages. Templates escape it; here we remove what would change the
 * text around it, or could pass for ours.
 */

/** Control characters except line breaks and tabs, and characters that change the direction of writing. */
const UNSEEN = /[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;

/** Keeps line breaks. */
export const cleanLines = (text: string): string =>
  text.replaceAll(UNSEEN, '').replaceAll(/\r\n?/g, '\n').trim();

/** Joins all lines into one: for names, and for everything in a subject. */
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
 * Keeps mail programs from turning URLs into links: an invisible word joiner goes before their `//`, or before the
 * dot of a leading `www.`.
 */
const disarmLinks = (text: string): string =>
  text.replaceAll(/([a-z][a-z\d+.-]*:)(?=\/\/)/gi, '$1\u2060').replaceAll(/\bwww\./gi, 'www\u2060.');

const LONGEST_QUOTE = 1200;

/** Prepares a quote for a mail. The page shows all of it. */
export const prepareQuote = (text: string): string => shorten(disarmLinks(cleanLines(text)), LONGEST_QUOTE);
