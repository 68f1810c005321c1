/** A session of a hub role through which a member account calls the API. */
export type MemberSession = {
  /** The account that assumed the role: its trust policy makes the session's name begin with this ID. */
  account_id: string;
  /** The rest of the session's name, which the person who assumed the role chose. */
  name: string;
};

/** A role serves the accounts whose IDs end in its two digits. */
const MEMBER_SESSION = /^arn:aws[\w-]*:sts::\d{12}:assumed-role\/PeerwayCaller-(\d\d)\/(\d{10}\1)-(.+)$/;

/** Only the hub's own roles can be trusted to have such names: check the account of the ARN. */
export const parseMemberSession = (arn: string): MemberSession | undefined => {
  const [, , account_id, name] = MEMBER_SESSION.exec(arn) ?? [];
  return account_id && name ? { account_id, name } : undefined;
};
