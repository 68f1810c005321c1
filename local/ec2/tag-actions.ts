import { DONE, type Ec2Action, type Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { type FilterTable, filtered } from './filters.ts';
import { page } from './pages.ts';
import { visibleConnection, visibleConnections } from './peering-lookup.ts';
import { tableIn } from './route-table-lookup.ts';
import { ownGroup } from './security-groups.ts';
import { tablesOf, tagKey } from './state.ts';
import { ownSubnet, subnetsOf } from './subnets.ts';
import { applyTags, readTags, tagSet, tagsOf } from './tags.ts';
import { ownVpc, ownVpcs } from './vpcs.ts';

const CHECK_EXISTS: Readonly<Record<string, (call: Ec2Call, id: string) => unknown>> = {
  pcx: visibleConnection,
  vpc: ownVpc,
  subnet: ownSubnet,
  sg: ownGroup,
  rtb: (call, id) => tableIn(call, ownVpcs(call), id),
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

type TagView = ReturnType<typeof tagViews>[number];

function tagViews(call: Ec2Call) {
  const { caller, state } = call;
  const resources = [
    ...visibleConnections(call).map(({ id }) => ({ resourceId: id, resourceType: 'vpc-peering-connection' })),
    ...ownVpcs(call).flatMap((vpc) => [
      { resourceId: vpc.vpcId, resourceType: 'vpc' },
      ...tablesOf(state, vpc).map(({ routeTableId }) => ({
        resourceId: routeTableId,
        resourceType: 'route-table',
      })),
      ...subnetsOf(state, vpc).map(({ subnetId }) => ({ resourceId: subnetId, resourceType: 'subnet' })),
      ...state.securityGroups
        .filter(({ vpcId }) => vpcId === vpc.vpcId)
        .map(({ groupId }) => ({ resourceId: groupId, resourceType: 'security-group' })),
    ]),
  ];
  return resources.flatMap((resource) =>
    tagSet(tagsOf(state, caller.accountId, caller.region, resource.resourceId)).item.map((tag) => ({
      tag: { ...resource, ...tag },
      tagSet: { item: [tag] },
    })),
  );
}

const FILTERS: FilterTable<TagView> = {
  key: ({ tag }) => [tag.key],
  value: ({ tag }) => [tag.value],
  'resource-id': ({ tag }) => [tag.resourceId],
  'resource-type': ({ tag }) => [tag.resourceType],
};

const describeTags: Ec2Action = (call) => {
  const found = filtered(tagViews(call), call.parameters, FILTERS);
  const idOf = ({ tag }: TagView) => `${tag.resourceId} ${tag.key}`;
  const { shown, nextToken } = page(found, call.parameters, idOf);
  return { tagSet: { item: shown.map(({ tag }) => tag) }, nextToken };
};

export const TAG_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateTags: createTags,
  DeleteTags: deleteTags,
  DescribeTags: describeTags,
};
