import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GENERATED = ['node_modules', 'cdk.out', 'dist'];

const DOCUMENTS = globSync('**/*.md', { cwd: ROOT, exclude: (path) => GENERATED.includes(path) }).sort();

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A document without its code blocks, whose brackets and hash signs mean something else. */
const proseOf = (file: string): string => read(file).replaceAll(/^ *```.*?^ *```$/gms, '');

type Link = { file: string; text: string; target: string };

/** Markdown's links and images, and images in HTML. */
const LINK_FORMS = [/\[(?<text>[^[\]]*)\]\((?<target>[^()\s]+)\)/g, /<img[^>]* src="(?<target>[^"]+)"/g];

const LINKS: readonly Link[] = DOCUMENTS.flatMap((file) =>
  LINK_FORMS.flatMap((form) => [...proseOf(file).matchAll(form)]).map(({ groups = {} }) => ({
    file,
    text: groups['text'] ?? '',
    target: groups['target'] ?? '',
  })),
).filter(({ target }) => !/^(?:https?|mailto):/.test(target));

const pathOf = ({ file, target }: Link): string => {
  const [path = ''] = target.split('#');
  return path === '' ? file : join(dirname(file), path);
};

const anchorOf = ({ target }: Link): string | undefined => target.split('#')[1];

/** The anchors that GitHub gives to a document's headings. */
const headingAnchors = (file: string): string[] =>
  [...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

const LINE = /^L(\d+)$/;
const lineLinks = LINKS.filter((link) => LINE.test(anchorOf(link) ?? ''));
const headingLinks = LINKS.filter((link) => anchorOf(link) && !lineLinks.includes(link));

const namesIn = (line = ''): string[] => line.split(/[^\w-]+/);

test('the documents link to files, headings and lines', () => {
  expect(DOCUMENTS).toContain('README.md');
  for (const links of [LINKS, headingLinks, lineLinks]) expect(links.length).toBeGreaterThan(5);
});

describe('every link', () => {
  test.each(LINKS)('$file: $target leads to a file', (link) => {
    expect(existsSync(join(ROOT, pathOf(link)))).toBe(true);
  });

  test.each(headingLinks)('$file: $target leads to a heading', (link) => {
    expect(headingAnchors(pathOf(link))).toContain(anchorOf(link));
  });

  test.each(lineLinks)('$file: $text is in the line of $target', (link) => {
    const [, number = ''] = LINE.exec(anchorOf(link) ?? '') ?? [];
    const [, code = ''] = /^`(.+)`$/.exec(link.text) ?? [];
    expect(code, 'the text of a link to a line is code').not.toBe('');
    const lines = read(pathOf(link)).split('\n');
    const first = lines.findIndex((line) => namesIn(line).includes(code)) + 1;
    expect(namesIn(lines[Number(number) - 1]), `the first line with ${code} is ${first}`).toContain(code);
  });
});

test('every heading of a document has an anchor of its own', () => {
  for (const file of DOCUMENTS) {
    const anchors = headingAnchors(file);
    // CHANGELOG.md repeats "Added" and "Changed" for each version.
    if (file !== 'CHANGELOG.md') expect(anchors, file).toEqual([...new Set(anchors)]);
  }
});
