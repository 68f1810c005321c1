/** All styles, because a page loads nothing. Every pair of colors has the contrast of WCAG AA. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: #f3f5f8; --card: #fff; --inset: #f7f9fb; --ink: #1b2330; --soft: #566171; --line: #d8dee6; --edge: #7d8896;
  --link: #1e5bc6; --go: #146c3a; --on-go: #fff; --stop: #a4161a;
  --neutral: #e9f0fd; --on-neutral: #16386e; --urgent: #fdf1dc; --on-urgent: #6b3f00;
  --good: #e3f4e9; --on-good: #0d4a26; --bad: #fbe9e8; --on-bad: #7d1417;
  --bar: #2f6fdb; --bar-late: #b45f06; --bar-stuck: #b3261e; --bar-past: #b9c4d1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #12161c; --card: #1b212a; --inset: #232b36; --ink: #e7eaee; --soft: #a9b3c0; --line: #39424f; --edge: #8591a1;
    --link: #9cc1ff; --go: #2f9e5f; --on-go: #06150c; --stop: #ff9d98;
    --neutral: #1f2a3d; --on-neutral: #c9dcff; --urgent: #3a2a12; --on-urgent: #ffdca6;
    --good: #14301f; --on-good: #b5ebc8; --bad: #3b1c1f; --on-bad: #ffc9c7;
    --bar: #6ea0f5; --bar-late: #f0a04b; --bar-stuck: #ff8a84; --bar-past: #4b5665;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
.bar { max-width: 68rem; margin: 0 auto; padding: .875rem 1rem; display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; font-size: .875rem; color: var(--soft); }
.bar b { color: var(--ink); font-weight: 700; letter-spacing: .01em; }
main { max-width: 68rem; margin: 0 auto; padding: 0 1rem 3rem; }
.narrow .bar, .narrow main { max-width: 46rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; margin: .25rem 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.0625rem; line-height: 1.4; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 .75rem; }
a { color: var(--link); }
ul, ol { margin: 0 0 .75rem; padding-inline-start: 1.25rem; }
li { margin: 0 0 .25rem; }
dl { margin: 0; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.125rem; margin: 0 0 1rem; }
.card > :last-child { margin-bottom: 0; }
.callout { border-radius: .625rem; padding: .75rem 1rem; margin: 0 0 1rem; }
.callout p { margin: 0; }
.callout p + p { margin-top: .25rem; }
.callout a { color: inherit; font-weight: 600; }
@media (min-width: 60rem) { .to-answer { display: none; } }
.callout strong { font-size: 1.0625rem; }
.neutral { background: var(--neutral); color: var(--on-neutral); }
.urgent { background: var(--urgent); color: var(--on-urgent); }
.good { background: var(--good); color: var(--on-good); }
.bad { background: var(--bad); color: var(--on-bad); }
.chip { display: inline-block; border-radius: 1rem; padding: .0625rem .625rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; }

.columns { display: grid; gap: 0 1.25rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr) 23rem; align-items: start; }
  .columns > .panel { grid-column: 2; grid-row: 1 / span 3; position: sticky; top: 1rem; }
  h1 { font-size: 1.75rem; }
}

.sides { display: grid; gap: .5rem; grid-template-columns: minmax(0, 1fr); align-items: stretch; }
.side { border: 1px solid var(--line); background: var(--inset); border-radius: .625rem; padding: .75rem .875rem; }
.side.asks { border-inline-start: .25rem solid var(--bar); }
.facts { display: grid; align-items: baseline; grid-template-columns: auto minmax(0, 1fr); gap: .125rem .875rem; font-size: .9375rem; }
.side .facts { margin-top: .375rem; }
.side dt { font-size: .8125rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
@media (max-width: 39.99rem) { .ids { grid-template-columns: minmax(0, 1fr); } .ids dd { margin-bottom: .25rem; } }
.arrow { display: flex; justify-content: center; align-items: center; gap: .5rem; color: var(--soft); font-size: .875rem; }
.arrow svg { width: 1.5rem; height: 1.5rem; transform: rotate(90deg); }
@media (min-width: 40rem) {
  .sides { grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); }
  .arrow { flex-direction: column; gap: 0; }
  .arrow svg { transform: none; }
}
@media (max-width: 59.99rem) and (min-width: 40rem) { .side .facts { grid-template-columns: minmax(0, 1fr); } .side .facts dd { margin-bottom: .25rem; } }
@media (min-width: 60rem) { .panelled .side .facts { grid-template-columns: minmax(0, 1fr); } .panelled .side .facts dd { margin-bottom: .25rem; } }

blockquote { margin: 0 0 .5rem; padding: .125rem 0 .125rem .875rem; border-inline-start: .25rem solid var(--line); white-space: pre-wrap; unicode-bidi: isolate; }
.checks { list-style: none; padding: 0; }
.checks li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: .5rem; margin: 0 0 .625rem; }
.checks p { margin: 0; }
.mark { width: 1.5rem; height: 1.5rem; border-radius: 50%; text-align: center; line-height: 1.5rem; font-weight: 700; font-size: .875rem; }
details { margin: 0 0 .5rem; }
summary { cursor: pointer; padding: .375rem 0; color: var(--link); font-weight: 600; }
details[open] > summary { margin-bottom: .375rem; }

label { display: block; font-weight: 600; }
.hint { margin: 0 0 .375rem; }
textarea, select, input[list] { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
select.life { margin: 0 0 .875rem; }
textarea { min-height: 5.5rem; margin: 0 0 .875rem; resize: vertical; }
[aria-invalid=true] { border-color: var(--stop); border-width: 2px; }
.actions { display: grid; gap: .625rem; grid-template-columns: 1fr 1fr; }
/* On a phone the two answers stay in sight, however long the request is. */
@media screen and (max-width: 59.99rem) and (min-height: 30rem) {
  .actions { position: fixed; inset: auto 0 0; z-index: 1; padding: .625rem 1rem; background: var(--card); border-top: 1px solid var(--line); }
  body:has(.actions) { padding-bottom: 4.5rem; }
  html:has(.actions) { scroll-padding-bottom: 5rem; }
}
button { min-height: 3rem; padding: .625rem 1rem; font: inherit; font-weight: 700; border-radius: .5rem; border: 2px solid var(--go); background: var(--go); color: var(--on-go); cursor: pointer; }
button.stop { background: transparent; color: var(--stop); border-color: var(--stop); }
.under { margin: .625rem 0 .75rem; }
button.quiet { background: transparent; color: var(--link); border: 1px solid var(--edge); min-height: 2.25rem; padding: .25rem .75rem; font-weight: 600; font-size: .875rem; }
:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; }

.copy { display: grid; gap: .375rem; justify-items: start; margin: 0 0 1rem; }
.copy pre { width: 100%; margin: 0; padding: .75rem .875rem; background: var(--inset); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; user-select: all; }
.copy pre.prose { font: inherit; font-size: .9375rem; }
.steps { list-style: none; padding: 0; }
.steps li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: .5rem; }
.history { list-style: none; padding: 0; border-inline-start: 2px solid var(--line); margin-inline-start: .375rem; }
.history li { position: relative; padding: 0 0 .75rem 1rem; margin: 0; }
.history li::before { content: ""; position: absolute; inset-inline-start: calc(-.3125rem - 1px); top: .4375rem; width: .625rem; height: .625rem; border-radius: 50%; background: var(--edge); }
.history .soft { display: block; font-size: .875rem; }
.history blockquote { margin-top: .25rem; }

/* Paper shows what is collapsed, and what scrolls by. */
@media print {
  details::details-content { content-visibility: visible; block-size: auto; }
  .columns { display: block; }
  .columns > .panel { position: static; }
  .card, .callout { break-inside: avoid-page; }
  h2, h3 { break-after: avoid; }
  button, .to-answer { display: none; }
  body { background: none; }
}
`;
