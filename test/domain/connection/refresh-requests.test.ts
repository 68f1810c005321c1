import { expect, test } from 'vitest';
import type { Connections } from '../../../functions/domain/connection/ports.ts';
import { refreshRequests } from '../../../functions/domain/connection/refresh-requests.ts';
import type { ConnectionId } from '../../../functions/domain/request/peering-request.ts';
import type { Requests } from '../../../functions/domain/request/ports.ts';
import { aRequest } from '../a-request.ts';

const OWNERS = Array.from({ length: 25 }, (_, index) => String(100_000_000_000 + index));

const pending = OWNERS.map((owner_id, index) =>
  aRequest({
    id: `pr-${index}`,
    status: 'pending-acceptance',
    vpc_peering_connection_id: `pcx-${index}` as ConnectionId,
    requester: { ...aRequest().requester, owner_id },
  }),
);

test('several accounts are described at once, and one that fails stops no other', async () => {
  const asked: string[] = [];
  let underWay = 0;
  let most = 0;
  const describeMany: Connections['describeMany'] = async ({ owner_id }, ids) => {
    asked.push(owner_id);
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    if (owner_id === OWNERS[3]) throw new Error('no answer');
    return ids.map((id) => ({ id, status: 'pending-acceptance', status_message: 'Pending' }));
  };
  const { requests, connections, unreachable } = await refreshRequests(pending, 'Sweep', {
    requests: {} as Requests,
    connections: { describeMany } as Connections,
    clock: () => new Date(),
  });
  expect(most).toBe(10);
  expect(asked.toSorted()).toEqual([...OWNERS, '222222222222'].toSorted());
  expect(requests.map(({ id }) => id)).toEqual(pending.map(({ id }) => id));
  expect(connections.size + unreachable).toBe(OWNERS.length);
});
