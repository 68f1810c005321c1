import { DONE, type Ec2Action, type Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { visibleConnection } from './peering-lookup.ts';
import { tagKey } from './state.ts';
import { applyTags, readTags, tagsOf } from './tags.ts';
import { ownVpc } from './vpcs.ts';

const CHECK_EXISTS: Readonly<Record<string, (call: Ec2Call, id: string) => unknown>> = {
  pcx: visibleConnection,
  vpc: ownVpc,
};

function taggedResources(call: Ec2Call): string[] {
  const ids = call.parameters.texts('ResourceId');
  if (ids.length === 0) throw new AwsError('missingParameter', { name: 'ResourceId' });
  for (const id of ids) {
    const checkExists = CHECK_EXISTS[id.split('-', 1).join()];
    if (checkExists === undefined) throw new AwsError('notAnId', { id });
    checkExists(call, id);
  }
  return ids;
}

const createTags: Ec2Action = (call) => {
  if (!call.parameters.has('Tag')) throw new AwsError('missingParameter', { name: 'Tag' });
  for (const id of taggedResources(call)) applyTags(call, id, readTags(call.parameters));
  return DONE;
};

/** Without tags, deletes all tags. A tag without a value matches any value. */
const deleteTags: Ec2Action = (call) => {
  const { caller, parameters, state } = call;
  const doomed = parameters
    .groups('Tag')
    .map((tag) => ({ key: tag.required('Key'), value: tag.text('Value') }));
  for (const id of taggedResources(call)) {
    const kept = Object.entries(tagsOf(state, caller.accountId, caller.region, id)).filter(
      ([key, value]) =>
        doomed.length > 0 &&
        !doomed.some((tag) => tag.key === key && (tag.value === undefined || tag.value === value)),
    );
    state.tags[tagKey(caller.accountId, caller.region, id)] = Object.fromEntries(kept);
  }
  return DONE;
};

export const TAG_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateTags: createTags,
  DeleteTags: deleteTags,
};
