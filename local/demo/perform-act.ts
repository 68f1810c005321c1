import { findDecisionLinks } from '../mail-links.ts';
import type { Stack } from '../stack.ts';
import { type DecisionPage, openPage, postDecision } from './decision-page.ts';
import { acceptInEc2 } from './ec2-as-account.ts';
import type { Act } from './story.ts';

/**
 * Acts as a person, who knows only their email and the page behind its link. Returns what they see.
 *
 * @param account the person's own account
 * @throws Error if they can't act
 */
export const performAct = async (
  act: Act,
  requestId: string,
  account: string,
  { inbox, endpoints }: Pick<Stack, 'inbox' | 'endpoints'>,
): Promise<string> => {
  const links = await findDecisionLinks(inbox, requestId);
  const link = links.find(({ to }) => to === act.who);
  if (!link) throw new Error('did not get an email with a decision link');
  const page = await openPage(link.url);
  switch (act.does) {
    case 'opens the link':
      return describePage(page);
    case 'decides':
      await postDecision(page, act.decision, act.comment);
      return describePage(page);
    case 'accepts in EC2': {
      if (!page.command) throw new Error(`${describePage(page)}, which has no command to accept it in EC2`);
      const { region, connectionId } = page.command;
      const status = await acceptInEc2({ endpoint: endpoints.ec2, account, region }, connectionId);
      return `runs that command as account ${account}: EC2 returns ${status}`;
    }
    default:
      return act satisfies never;
  }
};

const describePage = ({ title, command }: DecisionPage): string =>
  `opens the link: “${title}”${command ? `\n“${command.line}”` : ''}`;
