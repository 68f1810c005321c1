import { html, raw } from 'hono/html';
import type { Html, Page } from '../../edge/page-handler.ts';
import { LOCAL_TIMES } from './local-times.ts';
import { STYLE } from './style.ts';

export type Layout = {
  title: string;
  content: Html;
  /** The link's owner or the page's purpose, shown in the corner. */
  context?: Html | string;
  narrow?: boolean;
  /** Something the reader tried failed, or the page couldn't be shown: its title says so first. */
  isError?: boolean;
  /** The page's own, after the one that all pages have. */
  script?: string;
  /** It shows no time, so it needs no script. */
  isTimeless?: boolean;
  /** Styles of this page only. */
  style?: string;
  refresh_seconds?: number;
};

export const layout = ({
  title,
  content,
  context,
  narrow,
  isError,
  isTimeless,
  script: more = '',
  style: own = '',
  refresh_seconds,
}: Layout): Page => {
  const style = STYLE + own;
  const script = (isTimeless ? '' : LOCAL_TIMES) + more;
  return {
    style,
    ...(script && { script }),
    ...(refresh_seconds && { refresh_seconds }),
    document: html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${isError ? 'Error: ' : ''}${title} · Peerway</title>
    <style>${raw(style)}</style>
  </head>
  <body${narrow ? raw(' class="narrow"') : ''}>
    <header class="bar"><b>Peerway</b>${context ? html`<span>${context}</span>` : ''}</header>
    <main>${content}</main>
    ${script && raw(`<script>${script}</script>`)}
  </body>
</html>`,
  };
};
