import { html } from 'hono/html';
import { cleanLine } from '../wording/user-text.ts';
import * as blocks from './blocks.ts';
import type { Block, ComposedMail, MailContent, RequestLine, SideBlock } from './content.ts';
import { defangContent } from './defang-content.ts';
import { renderText } from './text.ts';

/** Composes a mail as HTML and as text, from the same blocks. */
export const compose = async (written: MailContent): Promise<ComposedMail> => {
  const { reply_to } = written;
  const content = defangContent(written);
  const lastButton = content.blocks.findLastIndex(({ kind }) => kind === 'button');
  return {
    subject: cleanLine(content.subject),
    text: renderText(content),
    ...(reply_to && { reply_to }),
    html: String(
      await blocks.frame({
        title: content.title,
        preview: content.preview,
        blocks: [
          blocks.heading({ title: content.title }),
          ...content.blocks.map((block, index) => renderBlock(block, index === lastButton)),
        ],
        footer: content.footer,
      }),
    ),
  };
};

const renderBlock = (block: Block, isLastButton: boolean): blocks.Html => {
  switch (block.kind) {
    case 'paragraph':
      return blocks.paragraph(block);
    case 'small':
      return blocks.small(block);
    case 'subheading':
      return blocks.subheading({ title: block.text });
    case 'callout':
      return CALLOUTS[block.tone](block);
    case 'vpcs':
      return html`${side(block.requester)}${blocks.arrow({ text: 'requests peering with ↓' })}${side(block.accepter)}${blocks.gap()}`;
    case 'quote':
      return blocks.quote({ by: block.by, text: breakLines(block.text) });
    case 'facts':
      return blocks.facts({ rows: block.rows.map(([name, value]) => blocks.fact({ name, value })) });
    case 'list':
      return blocks.list({ items: block.items.map((text) => blocks.item({ text })) });
    case 'requests':
      return blocks.list({ items: block.lines.map(requestItem) });
    case 'button':
      return isLastButton
        ? html`${blocks.button(block)}${blocks.small({ text: `If the button doesn’t work, open this link: ${block.url}` })}`
        : blocks.button(block);
    case 'contact':
      return blocks.contact({ ...block, after: `. ${block.after}` });
    case 'code':
      return blocks.code({ label: block.label, code: breakLines(block.code) });
    default:
      return block satisfies never;
  }
};

const CALLOUTS = {
  neutral: blocks.neutral,
  urgent: blocks.urgent,
  good: blocks.good,
  bad: blocks.bad,
};

const side = ({ role, name, details }: SideBlock): blocks.Html =>
  blocks.side({ role, name, details: breakLines(details.join('\n')) });

const requestItem = ({ names, ...line }: RequestLine): blocks.Html =>
  blocks.requestItem({ ...line, names: names ? html`${names}<br>` : '' });

/** Keeps line breaks and indentation in a form that every mail program shows. */
const breakLines = (text: string): blocks.Html[] =>
  text.split('\n').map((line, index) => {
    const indent = line.length - line.trimStart().length;
    return html`${index > 0 ? html`<br>` : ''}${'\u00a0'.repeat(indent)}${line.slice(indent)}`;
  });
