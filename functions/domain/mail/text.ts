import type { Block, MailContent, SideBlock } from './content.ts';

/** Renders a mail for programs that show no HTML. */
export const renderText = ({ title, blocks, footer }: MailContent): string =>
  `${[title, ...blocks.map(renderBlock), `-- \n${footer}`].join('\n\n')}\n`;

const renderBlock = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
    case 'small':
      return block.text;
    case 'subheading':
      return `## ${block.text}`;
    case 'callout':
      return `*** ${block.text}`;
    case 'vpcs':
      return `${side(block.requester)}\n\n    requests peering with\n\n${side(block.accepter)}`;
    case 'quote':
      // Every line is marked, so that none looks like ours.
      return `${block.by}:\n${indented(block.text, '> ')}`;
    case 'facts':
      return block.rows.map(([name, value]) => `${name}: ${value}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'requests':
      return block.lines
        .map(
          ({ pair, news, names, vpc, peer, id, url }) =>
            `- ${pair}: ${news}\n${names ? `  ${names}\n` : ''}  ${vpc} → ${peer} (${id})\n  ${url}`,
        )
        .join('\n');
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'contact':
      return `${block.before} ${block.address}. ${block.after}`.trim();
    case 'code':
      return `${block.label}:\n\n${indented(block.code, '    ')}`;
    default:
      return block satisfies never;
  }
};

const side = ({ role, name, details }: SideBlock): string =>
  [`${role}: ${name}`, ...details.map((detail) => `  ${detail}`)].join('\n');

const indented = (text: string, mark: string): string =>
  text
    .split('\n')
    .map((line) => `${mark}${line}`)
    .join('\n');
