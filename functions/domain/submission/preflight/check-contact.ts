import { decidesFor } from '../../directory/approvers.ts';
import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import { type Applicant, addressOf } from './applicant.ts';
import { type Finding, fail } from './finding.ts';

/**
 * Whom to notify: the contact, or else whoever submits. Where they can't be the contact, the request has none, because
 * they didn't ask to be.
 */
export const chooseContact = (
  applicant: Applicant,
  requesterAccount: Account | undefined,
  accepterAccount: Account | undefined,
  configured: readonly string[],
): string | undefined => {
  if (applicant.contact_email) return applicant.contact_email;
  const address = addressOf(applicant);
  if (!address || (accepterAccount && decidesFor(accepterAccount, address))) return undefined;
  return listDomains(requesterAccount, configured).includes(domainOf(address)) ? address : undefined;
};

/**
 * A contact is mailed on behalf of whoever names them, so their address must be in a domain that is known: one of the
 * configuration's, or of the requester account's own people in the directory. The accepter's aren't told to others.
 */
export const checkContact = (
  contact: string | undefined,
  requesterAccount: Account | undefined,
  configured: readonly string[],
  isFound = false,
): Finding[] => {
  if (!contact) {
    return [
      {
        check: 'contact',
        result: 'warn',
        message: 'The request names no contact, so nobody on the requester’s side is notified by email.',
        remedy: isFound
          ? 'Give the next connection a tag `peerway:contact` with an address in a domain that Peerway knows.'
          : 'Set `contact_email`, or call the API with a role session or token that is named by your email address.',
      },
    ];
  }
  const error = findUnknownDomain(contact, requesterAccount, configured);
  if (!error) return [];
  const remedy = 'Name another contact, or ask the network team to allow the domain.';
  return [fail('contact', error.details[0]?.message ?? error.message, remedy, error)];
};

/** Why the address can't be a contact: nobody knows its domain. */
export const findUnknownDomain = (
  contact: string,
  requesterAccount: Account | undefined,
  configured: readonly string[],
): ValidationError | undefined => {
  const domains = listDomains(requesterAccount, configured);
  if (domains.includes(domainOf(contact))) return undefined;
  const message = `The contact’s address must be in one of these domains: ${domains.join(', ')}.`;
  return new ValidationError([{ path: 'contact_email', message }]);
};

const listDomains = (requesterAccount: Account | undefined, configured: readonly string[]): string[] => {
  const { approvers = [], escalate_to = [] } = requesterAccount ?? {};
  const own = [...approvers, ...escalate_to].map(domainOf);
  return [...new Set([...own, ...configured])].sort();
};

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
