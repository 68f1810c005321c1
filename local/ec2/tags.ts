import type { Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import type { Parameters } from './query-protocol.ts';
import { type State, tagKey } from './state.ts';

export type Tags = Readonly<Record<string, string>>;

const TAGS_PER_RESOURCE = 50;
/** In characters, not UTF-16 code units. */
const KEY_LENGTH = 128;
const VALUE_LENGTH = 256;

export function tagsOf(state: State, accountId: string, region: string, resourceId: string): Tags {
  return state.tags[tagKey(accountId, region, resourceId)] ?? {};
}

export type TagSet = { readonly item: readonly { key: string; value: string }[] };

export function tagSet(tags: Tags): TagSet {
  return { item: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}

/**
 * The tags in all groups of parameters.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 * @throws InvalidParameterValue
 */
export function readTags(...groups: Parameters[]): Tags {
  const tags: Record<string, string> = {};
  for (const tag of groups.flatMap((group) => group.groups('Tag'))) {
    const [key, value] = [tag.text('Key') ?? '', tag.text('Value') ?? ''];
    checkTag(key, value);
    if (Object.hasOwn(tags, key)) throw new AwsError('duplicateTag', { key });
    tags[key] = value;
  }
  return tags;
}

function checkTag(key: string, value: string): void {
  const refuse = (name: 'key' | 'value', reason: string) => {
    throw new AwsError('invalidValue', { name, value: name === 'key' ? key : value, reason });
  };
  if (key === '') refuse('key', 'Tag key cannot be null or empty.');
  if (/^aws:/i.test(key)) refuse('key', "Tag keys starting with 'aws:' are reserved for internal use");
  const checkLength = (name: 'key' | 'value', text: string, most: number) => {
    if ([...text].length > most) refuse(name, `Tag ${name} exceeds the maximum length of ${most} characters`);
  };
  checkLength('key', key, KEY_LENGTH);
  checkLength('value', value, VALUE_LENGTH);
}

/** The tags in a Create call. */
export function specifiedTags(parameters: Parameters, resourceType: string): Tags {
  const specifications = parameters.groups('TagSpecification');
  for (const specification of specifications) {
    const type = specification.required('ResourceType');
    if (type !== resourceType) throw new AwsError('notTaggable', { type });
  }
  return readTags(...specifications);
}

/** @throws TagLimitExceeded */
export function applyTags({ caller, state }: Ec2Call, resourceId: string, tags: Tags): void {
  const all = { ...tagsOf(state, caller.accountId, caller.region, resourceId), ...tags };
  if (Object.keys(all).length > TAGS_PER_RESOURCE) throw new AwsError('tooManyTags');
  state.tags[tagKey(caller.accountId, caller.region, resourceId)] = all;
}
