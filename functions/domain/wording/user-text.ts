/**
 * Prepares text that users wrote for mails and pages. Templates escape it; here we remove what would change the
 * text around it, or could pass for ours.
 */

/** Control characters except line breaks and tabs, and characters that change the direction of writing. */
const UNSEEN = /[^\P{Cc}\n\r\t]|[\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/gu;

/** Finds a character that shows: a letter, digit, punctuation mark or symbol, except those that render as nothing. */
export const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

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

/** A dot that a host name may go on after: two letters follow. EC2's error codes are no host names. */
const DOT = /(?<=[^\s.[])[.\uff0e](?!(?:NotFound|Malformed)\b)(?=(?:[\p{M}\p{Cf}]*\p{L}){2})/gu;

const WWW = /\b(www)\.(?=\S)/gi;

const SCHEME = /:?\/{2,}(?=[^\s\]])|(?<=\bmailto):(?=\S)/gi;

/**
 * Keeps mail programs from turning text into links: `https://evil.example` becomes `https[://]evil[.]example`.
 * Brackets are visible, unlike a word joiner before the dot, which some programs link across.
 */
export const defang = (text: string): string =>
  text.replaceAll(SCHEME, '[$&]').replaceAll(WWW, '$1[.]').replaceAll(DOT, '[.]');
