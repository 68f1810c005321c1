/** What an approver finds behind the link of their mail. */
export type DecisionPage = {
  url: string;
  title: string;
  /** Absent where this person cannot decide, or not any more. */
  formToken?: string;
  /** How to accept it in their own account, where Peerway has no role. */
  command?: { line: string; region: string; connectionId: string };
};

/** @throws Error where the link shows no page */
export const openPage = async (url: string): Promise<DecisionPage> => readPage(url, await fetch(url));

/** Presses one of the page's two buttons. @throws Error where there are none, or the form is not taken */
export const postDecision = async (
  { url, title, formToken }: DecisionPage,
  decision: 'accept' | 'reject',
  comment: string,
): Promise<DecisionPage> => {
  if (!formToken) throw new Error(`the page has no form; it says "${title}"`);
  const body = new URLSearchParams({ form_token: formToken, decision, comment });
  return readPage(url, await fetch(url, { method: 'POST', body }));
};

const readPage = async (url: string, response: Response): Promise<DecisionPage> => {
  const html = await response.text();
  const title = /<h1[^>]*>([^<]*)/.exec(html)?.[1] ?? 'a page without a heading';
  if (!response.ok) throw new Error(`the link was answered ${response.status}: "${title}"`);
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
