import type { Mail } from './ports.ts';

/** A part of a mail. Only `url` and `code` are ours alone: any other text may contain what people wrote. */
export type Block =
  | { kind: 'paragraph' | 'small' | 'subheading'; text: string }
  /** What the reader must see first. */
  | { kind: 'callout'; tone: 'neutral' | 'urgent' | 'good' | 'bad'; text: string }
  /** Both VPCs, the requester's first. */
  | { kind: 'vpcs'; requester: SideBlock; accepter: SideBlock }
  | { kind: 'quote'; by: string; text: string }
  | { kind: 'facts'; rows: readonly (readonly [name: string, value: string])[] }
  | { kind: 'list'; items: readonly string[] }
  /** Requests, each with the page that it leads to. */
  | { kind: 'requests'; lines: readonly RequestLine[] }
  | { kind: 'button'; label: string; url: string }
  /** An address that the reader may write to, at the end of a sentence; `after` is the next one, if any. */
  | { kind: 'contact'; before: string; address: string; after: string; url: string }
  | { kind: 'code'; label: string; code: string };

export type RequestLine = {
  pair: string;
  news: string;
  /** The VPCs' Name tags, if the reader may see them. */
  names?: string;
  vpc: string;
  peer: string;
  id: string;
  url: string;
};

export type SideBlock = { role: string; name: string; details: readonly string[] };

/** The content from which a mail's HTML and text are rendered. */
export type MailContent = {
  subject: string;
  title: string;
  /** The text that mailboxes show next to the subject. */
  preview: string;
  blocks: readonly Block[];
  footer: string;
  /** Where a reply goes, if not to the sender. A mail with a link has none: a reply quotes the link. */
  reply_to?: string | undefined;
  /** The email addresses that the reader may write to. Whatever else could become a link is defanged. */
  people: readonly string[];
};

export type ComposedMail = Pick<Mail, 'subject' | 'text' | 'html' | 'reply_to' | 'attachments'>;
