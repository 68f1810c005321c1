import { cleanLines, defang } from '../wording/user-text.ts';
import type { MailContent } from './content.ts';

/** Defangs all that people may have written, wherever it is in a mail. */
export const defangContent = ({ people, reply_to, ...content }: MailContent): MailContent => ({
  ...mapTexts(content, (text) => defangExcept(people, cleanLines(text))),
  people,
  reply_to,
});

const OURS: readonly string[] = ['url', 'code'];

const mapTexts = <T>(value: T, change: (text: string) => string): T => {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change)) as T;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [
      name,
      OURS.includes(name) ? inner : mapTexts(inner, change),
    ]),
  ) as T;
};

const defangExcept = (people: readonly string[], text: string): string =>
  text.replaceAll(/[^\s,;()]+/g, (word) =>
    people.includes(word.replace(/[.:]+$/, '')) ? word : defang(word),
  );
