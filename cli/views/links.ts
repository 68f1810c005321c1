import { faint } from './paint.ts';
import { showTime } from './time.ts';

type Link = { url: string; expires_at: string };

export const showBoardLink = ({ url, expires_at }: Link): string =>
  `${url}\n${faint(`Link expires ${showTime(expires_at)}`)}`;

/** On a line of its own, so that terminals make a link of it and it can be copied. */
export const showReadingLink = ({ url, expires_at }: Link): string =>
  [
    url,
    faint(`Works for eight hours, until ${showTime(expires_at)}.`),
    faint("Don't share it: anyone who has it can see the request."),
  ].join('\n');
