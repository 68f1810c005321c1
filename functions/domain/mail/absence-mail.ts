import type { Absence } from '../directory/document.ts';
import type { Account } from '../directory/ports.ts';
import { getAccountName } from '../wording/account-names.ts';
import { mailto } from '../wording/mailto.ts';
import { formatShortTime, formatTime } from '../wording/times.ts';
import { shorten } from '../wording/user-text.ts';
import { compose } from './compose.ts';
import type { ComposedMail } from './content.ts';

const MOST_NAMED = 5;
const LONGEST_NAME = 40;

/**
 * Tells somebody that they decide for an approver who is away, or will be.
 *
 * @param accounts those for which the approver decides, at least one
 */
export const absenceMail = async (
  { person, from, until, instead }: Absence,
  accounts: readonly Account[],
  networkTeamAddress: string,
  now: Date,
): Promise<ComposedMail> => {
  const zone = accounts[0]?.time_zone;
  const names = accounts.map((account) => shorten(getAccountName(account, account.account_id), LONGEST_NAME));
  const named = names.slice(0, MOST_NAMED).join(', ');
  const whole = names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more accounts` : named;
  const begins = Date.parse(from) > now.getTime() ? ` from ${formatTime(from, zone)}` : '';
  return compose({
    subject: `Decide for ${person} until ${formatShortTime(until, zone)}: ${names.length === 1 ? whole : `${names.length} accounts`}`,
    title: `You decide for ${person}`,
    preview: `Until ${formatTime(until, zone)}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'neutral',
        text: `${person} is away${begins} until ${formatTime(until, zone)}. You decide instead for ${whole}.`,
      },
      {
        kind: 'paragraph',
        text: `During that time, you get the emails that would ask ${person}: to approve or reject requests for VPC peering, to give connections more time, and to review them. Each has a personal link for you. What you decide is recorded as yours, for ${person}.`,
      },
      {
        kind: 'paragraph',
        text: 'You can’t decide about what you requested yourself. You don’t need to do anything now.',
      },
      {
        kind: 'contact',
        before: `To decline, ask ${person} to choose somebody else, or write to the network team at`,
        address: networkTeamAddress,
        after: 'Until that changes, Peerway asks you.',
        url: mailto(networkTeamAddress, `Deciding for ${person}`),
      },
    ],
    footer: `You received this email because the account directory says that you decide for ${person} while they’re away.`,
    people: [person, instead, networkTeamAddress],
    reply_to: networkTeamAddress,
  });
};
