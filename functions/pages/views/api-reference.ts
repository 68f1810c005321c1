import { createMarkdownFromOpenApi } from '@scalar/openapi-to-markdown';
import { html, raw } from 'hono/html';
import { marked, type Token, type Tokens } from 'marked';
import { openapiDocument } from '../../edge/contract/openapi.ts';
import type { Page } from '../../edge/page-handler.ts';
import { layout } from './layout.ts';

const STYLE = `
.reference { display: grid; gap: 0 2rem; grid-template-columns: minmax(0, 1fr); }
.reference nav ul { list-style: none; padding: 0; }
.reference nav li, .reference nav p { margin: 0; }
.reference nav a { display: block; padding: .1875rem 0; font-size: .8125rem; text-decoration: none; }
.reference nav a:hover { text-decoration: underline; }
@media (min-width: 60rem) {
  .reference { grid-template-columns: 17.5rem minmax(0, 1fr); }
  .reference nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: .5rem .25rem; }
}
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.125rem; margin: 0 0 1rem; scroll-margin-top: 1rem; }
h2 { font-size: 1.25rem; margin: .5rem 0 .75rem; }
h3 { font-size: 1.125rem; line-height: 1.35; margin: 0 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
h5 { font-size: .9375rem; margin: 1rem 0 .375rem; }
.route { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; padding: .5rem .75rem; border-radius: .5rem; background: var(--neutral); color: var(--on-neutral); }
pre { margin: 0 0 .75rem; padding: .75rem .875rem; background: var(--inset); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; }
.route span { font-size: .875rem; }
section ul { padding-inline-start: 1rem; }
section li > p { margin: 0 0 .25rem; }
section li > p + p { color: var(--soft); }
summary { font-weight: 400; font-size: .9375rem; color: inherit; }
section details { margin: 0; }
table { width: 100%; border-collapse: collapse; margin: 0 0 1rem; font-size: .875rem; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
th { border: 0; overflow-wrap: normal; }
td code { overflow-wrap: normal; }
@media (max-width: 39.99rem) {
  thead { display: none; }
  tr, td { display: block; }
  tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  td { border: 0; padding: 0; }
  td:nth-child(-n + 2) { display: inline-block; margin-inline-end: .75rem; font-weight: 600; }
}
`;

/** A part of the reference: what follows an anchor, or a heading of the second level, until the next. */
type Part = { id?: string; tokens: Token[] };

const ANCHOR = /^<a id="((?:operation|schema|example)-[\w-]+)"><\/a>\s*$/;

const ROUTE = /^- \*\*Method:\*\*\s`(\w+)`\n- \*\*Path:\*\*\s`(\S+)`\n- \*\*Operation ID:\*\*\s`(\w+)`/;

/** Every body is JSON, and fields that it doesn't name are in none. The introduction says so once. */
const REPEATED = ['**Content type:** `application/json`', 'no additional properties', '**Required:** `true`'];

const partsOf = (markdown: string): Part[] => {
  const parts: Part[] = [{ tokens: [] }];
  for (const token of marked.lexer(markdown)) {
    const [, id] = ANCHOR.exec(token.raw) ?? [];
    if (id) parts.push({ id, tokens: [] });
    else if (token.type === 'heading' && token['depth'] === 2) parts.push({ tokens: [token] });
    else if (!REPEATED.includes(token.raw.trim())) parts.at(-1)?.tokens.push(token);
  }
  return parts;
};

/** Each error's response is collapsed, because an operation has up to eleven. */
const renderTokens = (tokens: readonly Token[]): string => {
  const rendered: string[] = [];
  let end = '';
  for (const token of tokens) {
    if (token.type !== 'heading') {
      const [, method, path, operationId] = ROUTE.exec(token.raw) ?? [];
      rendered.push(
        operationId
          ? `<p class="route"><code><b>${method}</b> ${path}</code> <span>${operationId}</span></p>`
          : marked.parser([token]),
      );
      continue;
    }
    const { depth, text } = token as Tokens.Heading;
    const heading = marked.parseInline(text.replaceAll('\\`', '`'));
    const isError = /^[45]\d\d /.test(text);
    rendered.push(
      end,
      isError ? `<details><summary>${heading}</summary>` : `<h${depth}>${heading}</h${depth}>`,
    );
    end = isError ? '</details>' : '';
  }
  return [...rendered, end].join('');
};

const renderPart = ({ id, tokens }: Part): string => {
  // Examples without an example in the contract have only empty strings.
  if (id?.startsWith('example-')) return '';
  return id ? `<section id="${id}">${renderTokens(tokens)}</section>` : renderTokens(tokens);
};

/** Only programs read a pattern of this length. The field's description says what is allowed. */
const LONGEST_PATTERN = 60;

const withoutLongPatterns = (document: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(document), (key, value) =>
    key === 'pattern' && typeof value === 'string' && value.length > LONGEST_PATTERN ? undefined : value,
  );

/** The OpenAPI document as a page, without a script. */
export const apiReference = async (): Promise<Page> => {
  const { openapi, info, paths, components } = openapiDocument();
  const { schemas } = components;
  const markdown = await createMarkdownFromOpenApi(
    withoutLongPatterns({ openapi, info, paths, components: { schemas } }),
  );
  const [introduction, contents, ...operationsAndSchemas] = partsOf(
    markdown.replaceAll(/(?<=\(#|id=")scalar-/g, ''),
  );
  const ofIntroduction = (type: string): string =>
    renderTokens(introduction?.tokens.filter((token) => token.type === type) ?? []);
  return layout({
    title: 'API reference',
    context: 'API reference',
    style: STYLE,
    isTimeless: true,
    content: html`<h1>Peerway’s API</h1>
      ${raw(ofIntroduction('paragraph'))}
      <p>Bodies are JSON, with only the fields described here. This page is made from <a href="openapi.json">openapi.json</a>, from which tools can generate clients.</p>
      <div class="reference">
        <nav aria-label="Contents">${raw(renderTokens(contents?.tokens.slice(1) ?? []))}<p><a href="#errors">Error codes</a></p></nav>
        <div>
          ${raw(operationsAndSchemas.map(renderPart).join(''))}
          <h2 id="errors">Error codes</h2>
          ${raw(ofIntroduction('table'))}
        </div>
      </div>`,
  });
};
