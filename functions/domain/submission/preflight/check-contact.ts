import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import { type Finding, fail } from './finding.ts';

/**
 * A contact is mailed on behalf of whoever names them, so their address must be in a domain that is known: one of the
 * configuration's, or of the requester account's own people in the directory. The accepter's aren't told to others.
 */
export const checkContact = (
  contact_email: string | undefined,
  requesterAccount: Account | undefined,
  configured: readonly string[],
): Finding[] => {
  if (!contact_email) return [];
  const { approvers = [], escalation_email } = requesterAccount ?? {};
  const own = [...approvers, ...(escalation_email ? [escalation_email] : [])].map(domainOf);
  const domains = [...new Set([...own, ...configured])].sort();
  if (domains.includes(domainOf(contact_email))) return [];
  const message = `The contact’s address must be in one of these domains: ${domains.join(', ')}.`;
  return [
    fail(
      'contact',
      message,
      'Name another contact, or ask the network team to allow the domain.',
      new ValidationError([{ path: 'contact_email', message }]),
    ),
  ];
};

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
