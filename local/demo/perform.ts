import { decisionLinks } from '../mail-links.ts';
import type { Stack } from '../stack.ts';
import { type DecisionPage, openPage, postDecision } from './approver.ts';
import { acceptInEc2 } from './ec2-as-account.ts';
import type { Act } from './story.ts';

/**
 * Does what a person does, with nothing but what their mail and the page behind its link give them, and returns
 * what they see.
 *
 * @param account the person's own
 * @throws Error where they cannot do it
 */
export const perform = async (
  act: Act,
  requestId: string,
  account: string,
  { inbox, endpoints }: Pick<Stack, 'inbox' | 'endpoints'>,
): Promise<string> => {
  const links = await decisionLinks(inbox, requestId);
  const link = links.find(({ to }) => to === act.who);
  if (!link) throw new Error('has got no link to open');
  const page = await openPage(link.url);
  switch (act.does) {
    case 'opens the link':
      return whatItSays(page);
    case 'decides':
      await postDecision(page, act.decision, act.comment);
      return whatItSays(page);
    case 'accepts in EC2': {
      if (!page.command) throw new Error(`${whatItSays(page)}, and not how to accept it in EC2`);
      const { region, connectionId } = page.command;
      const status = await acceptInEc2({ endpoint: endpoints.ec2, account, region }, connectionId);
      return `runs that command as account ${account}: EC2 answers ${status}`;
    }
    default:
      return act satisfies never;
  }
};

const whatItSays = ({ title, command }: DecisionPage): string =>
  `opens the link: “${title}”${command ? `\n“${command.line}”` : ''}`;
