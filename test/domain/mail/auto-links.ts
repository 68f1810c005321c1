import { createRequire } from 'node:module';

type Linkifier = {
  tlds(list: readonly string[]): Linkifier;
  match(text: string): { url: string }[] | null;
};

/** The linkifier, and the list of top-level domains, with which the inbox's mail parser makes links of plain text. */
const requireFromInbox = createRequire(createRequire(import.meta.url).resolve('aws-ses-v2-local'));
const requireFromParser = createRequire(requireFromInbox.resolve('mailparser'));
const LinkifyIt = requireFromParser('linkify-it') as new () => Linkifier;

const linkifier = new LinkifyIt().tlds(requireFromParser('tlds') as string[]);

/** All that a mail program could make a link of, as the addresses that it would lead to. */
export const autoLinksIn = (text: string): string[] => (linkifier.match(text) ?? []).map(({ url }) => url);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What HTML shows, the text between its tags. */
export const shownText = (html: string): string =>
  html
    .replaceAll(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
