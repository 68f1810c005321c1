import type { Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import type { Parameters } from './query-protocol.ts';
import { type State, tagKey } from './state.ts';

export type Tags = Readonly<Record<string, string>>;

const TAGS_PER_RESOURCE = 50;

export function tagsOf(state: State, accountId: string, region: string, resourceId: string): Tags {
  return state.tags[tagKey(accountId, region, resourceId)] ?? {};
}

export type TagSet = { readonly item: readonly { key: string; value: string }[] };

export function tagSet(tags: Tags): TagSet {
  return { item: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}

export function readTags(parameters: Parameters): Tags {
  return Object.fromEntries(
    parameters.groups('Tag').map((tag) => [tag.required('Key'), tag.text('Value') ?? '']),
  );
}

/** The tags in a Create call. */
export function specifiedTags(parameters: Parameters, resourceType: string): Tags {
  const specifications = parameters.groups('TagSpecification');
  for (const specification of specifications) {
    const type = specification.required('ResourceType');
    if (type !== resourceType) throw new AwsError('notTaggable', { type });
  }
  return Object.assign({}, ...specifications.map(readTags));
}

/** @throws TagLimitExceeded */
export function applyTags({ caller, state }: Ec2Call, resourceId: string, tags: Tags): void {
  const all = { ...tagsOf(state, caller.accountId, caller.region, resourceId), ...tags };
  if (Object.keys(all).length > TAGS_PER_RESOURCE) throw new AwsError('tooManyTags');
  state.tags[tagKey(caller.accountId, caller.region, resourceId)] = all;
}
