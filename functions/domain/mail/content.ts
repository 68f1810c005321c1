import type { Mail } from './ports.ts';

/** A part of a mail. What is named `text` is ours; what people wrote stands in a quote, or was made one line. */
export type Block =
  | { kind: 'paragraph' | 'small' | 'subheading'; text: string }
  /** One sentence that must be seen first. */
  | { kind: 'callout'; tone: 'neutral' | 'urgent' | 'good' | 'bad'; text: string }
  /** Both VPCs, and that the first asks the second. */
  | { kind: 'vpcs'; requester: SideBlock; accepter: SideBlock }
  | { kind: 'quote'; by: string; text: string }
  | { kind: 'facts'; rows: readonly (readonly [name: string, value: string])[] }
  | { kind: 'list'; items: readonly string[] }
  /** An address of ours. */
  | { kind: 'button'; label: string; url: string }
  | { kind: 'code'; label: string; code: string };

export type SideBlock = { role: string; name: string; details: readonly string[] };

/** A mail before it is HTML and text: both are made of the same blocks. */
export type MailContent = {
  subject: string;
  title: string;
  /** What mailboxes show beside the subject. */
  preview: string;
  blocks: readonly Block[];
  footer: string;
};

export type ComposedMail = Pick<Mail, 'subject' | 'text' | 'html'>;
