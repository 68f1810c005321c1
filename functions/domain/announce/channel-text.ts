import { cleanLine, defang, shorten } from '../wording/user-text.ts';

/** Chat programs read mentions and links with hidden targets in these, and code in the last. */
const MARKUP = /[<>&`]/g;

const ADDRESS = /\S+@\S+/g;

/** As long as the token of a link. Nobody needs to read one, and whoever does could act with it. */
const SECRET = /[\w-]{40,}/g;

/**
 * Prepares text that people wrote for a channel, which has guests and archives: one line, without markup, mail addresses,
 * links that work, and what could be the token of a link.
 */
export const channelText = (text: string, longest = 500): string =>
  shorten(
    defang(
      cleanLine(text)
        .replaceAll(MARKUP, '')
        .replaceAll(ADDRESS, '[email address]')
        .replaceAll(SECRET, '[removed]'),
    ),
    longest,
  );

/** `Justification: “…”`. What is quoted can't end the quote. */
export const quoted = (label: string, text: string | undefined): string[] =>
  text ? [`${label}: “${channelText(text).replaceAll(/[“”]/g, '"')}”`] : [];
