import type { Ec2Action, Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import type { PrefixList } from './state.ts';

export const isPrefixList = (destination: string): boolean => destination.startsWith('pl-');

/** @throws InvalidPrefixListID.NotFound */
export function ownPrefixList({ caller, state }: Ec2Call, id: string): PrefixList {
  const list = state.prefixLists.find(
    ({ prefixListId, ownerId, region }) =>
      prefixListId === id && ownerId === caller.accountId && region === caller.region,
  );
  if (list === undefined) throw new AwsError('prefixListNotFound', { id });
  return list;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html */
const entries: Ec2Action = (call) => {
  const { cidrBlocks } = ownPrefixList(call, call.parameters.required('PrefixListId'));
  return { entrySet: { item: cidrBlocks.map((cidr) => ({ cidr })) } };
};

export const PREFIX_LIST_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  GetManagedPrefixListEntries: entries,
};
