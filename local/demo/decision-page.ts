/** The page behind the link in an approver's email. */
export type DecisionPage = {
  url: string;
  title: string;
  /** Absent if this person can't decide the request, or can't any more. */
  formToken?: string;
  /** The command that accepts the request in an account without Peerway's roles. */
  command?: { line: string; region: string; connectionId: string };
};

/** @throws Error if the link doesn't return a page */
export const openPage = async (url: string): Promise<DecisionPage> => readPage(url, await fetch(url));

/** Submits the page's form, with further fields. @throws Error if the page has no form or rejects it */
export const postDecision = async (
  { url, title, formToken }: DecisionPage,
  decision: 'accept' | 'reject',
  comment: string,
  further: Readonly<Record<string, string>> = {},
): Promise<DecisionPage> => {
  if (!formToken) throw new Error(`the decision page "${title}" has no form`);
  const body = new URLSearchParams({ ...further, form_token: formToken, decision, comment });
  return readPage(url, await fetch(url, { method: 'POST', body }));
};

const readPage = async (url: string, response: Response): Promise<DecisionPage> => {
  const html = await response.text();
  const title = /<h1[^>]*>([^<]*)/.exec(html)?.[1] ?? 'a page without a heading';
  if (!response.ok) throw new Error(`the link returned HTTP ${response.status}: "${title}"`);
  const formToken = /name="form_token" value="([^"]+)"/.exec(html)?.[1];
  const command = readCommand(html);
  return { url, title, ...(formToken && { formToken }), ...(command && { command }) };
};

const readCommand = (html: string): DecisionPage['command'] => {
  const block = /aws ec2 accept-vpc-peering-connection [^<]+/.exec(html)?.[0];
  const line = block?.replaceAll(/\s*\\?\s+/g, ' ').trim();
  const region = /--region (\S+)/.exec(line ?? '')?.[1];
  const connectionId = /--vpc-peering-connection-id (\S+)/.exec(line ?? '')?.[1];
  return line && region && connectionId ? { line, region, connectionId } : undefined;
};
