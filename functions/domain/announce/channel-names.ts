import type { Accounts } from '../directory/accounts.ts';
import { parseMemberSession } from '../request/member-session.ts';
import { type Actor, type PeeringRequest, UNKNOWN_ACCOUNT } from '../request/peering-request.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { channelText } from './channel-text.ts';

export type Names = { requester: string; accepter: string };

const LONGEST_NAME = 60;

export const channelNames = (context: Accounts & { request: PeeringRequest }): Names => {
  const { requester, accepter } = getAccountNames(context);
  return {
    requester: channelText(requester, LONGEST_NAME),
    accepter: channelText(accepter, LONGEST_NAME),
  };
};

/** Who did something, at the beginning of a sentence. A person is known by their account alone. */
export const nameActor = (
  { kind, id }: Actor,
  { requester, accepter }: PeeringRequest,
  names: Names,
): string => {
  switch (kind) {
    case 'approver':
      return `An approver of ${names.accepter}`;
    case 'requester':
      return names.requester;
    case 'caller': {
      const account = accountOf(id);
      if (account === requester.owner_id) return names.requester;
      if (account === accepter.owner_id) return names.accepter;
      return account ? 'The network team' : 'A caller of the API';
    }
    case 'workflow':
      return 'Peerway';
    case 'rule':
      return 'A rule of the directory';
    case 'outside':
      return id === UNKNOWN_ACCOUNT
        ? 'Someone in an account that EC2 doesn’t name'
        : `Someone in account ${id}`;
    default:
      return kind satisfies never;
  }
};

/** A caller with a token has no account in their name. */
const accountOf = (arn: string): string | undefined =>
  parseMemberSession(arn)?.account_id ?? /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
