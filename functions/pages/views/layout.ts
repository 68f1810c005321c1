import { html, raw } from 'hono/html';
import type { Html } from '../../edge/page-handler.ts';

/** All of the styling, inline: a page loads nothing from elsewhere. */
const STYLE = raw(`
:root { color-scheme: light dark; --fg: #1b1f24; --soft: #57606a; --bg: #f6f7f9; --card: #fff; --line: #d6dae0; --go: #0b6b34; --stop: #a4161a; }
@media (prefers-color-scheme: dark) { :root { --fg: #e8eaed; --soft: #a5adb6; --bg: #14171b; --card: #1d2126; --line: #3a414a; --go: #1c8a4b; --stop: #d03c41; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--bg); color: var(--fg); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 1rem auto; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
.sides { display: grid; gap: .75rem; align-items: center; grid-template-columns: 1fr; }
@media (min-width: 36rem) { .sides { grid-template-columns: 1fr auto 1fr; } }
.side { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; overflow-wrap: anywhere; }
.side b { display: block; }
.arrow { text-align: center; color: var(--soft); }
blockquote { margin: .25rem 0; padding: .5rem .75rem; border-inline-start: 3px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre { font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; }
label { display: block; font-weight: 600; }
textarea { width: 100%; min-height: 5rem; margin: .25rem 0 .75rem; padding: .5rem; font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--soft); border-radius: .5rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; }
button { flex: 1 1 10rem; padding: .75rem 1rem; font: inherit; font-weight: 600; color: #fff; border: 0; border-radius: .5rem; cursor: pointer; }
button.go { background: var(--go); }
button.stop { background: var(--stop); }
:focus-visible { outline: 3px solid #4c8dff; outline-offset: 2px; }
`);

export const layout = (title: string, content: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>${content}</main>
  </body>
</html>`;

/** A page that says one thing. */
export const notice = (title: string, message: string): Html =>
  layout(title, html`<h1>${title}</h1><p>${message}</p>`);
