import { expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney } from './checked-journey.ts';

const cancel = ({ call }: CheckedJourney, id: string, account = PAYMENTS, body: object = {}) =>
  call<RequestView>(account, 'POST', `/peering-requests/${id}/cancel`, body);

const resubmit = ({ call }: CheckedJourney, id: string, account = PAYMENTS, body: object = {}) =>
  call<RequestView>(account, 'POST', `/peering-requests/${id}/resubmit`, body);

test('a request that ended is submitted again, as it was or with another justification', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  expect(errorOf(await resubmit(journey, id))).toMatchObject({
    status: 409,
    code: 'CONFLICT',
    message: `${id} has not ended: it is pending-acceptance.`,
    details: [{ peering_request_id: id }],
  });
  await cancel(journey, id);
  await journey.pass(HOUR);

  const again = await resubmit(journey, id, PAYMENTS, { justification: 'Now with a budget.' });
  const { justification: _, ...asked } = ACROSS;
  expect(again).toMatchObject({
    status: 201,
    body: {
      data: { ...asked, status: 'submitted', justification: 'Now with a budget.', resubmitted_from: id },
    },
  });
  const second = again.body.success ? again.body.data.id : '';
  await journey.pass(HOUR);
  expect(await journey.request(second)).toMatchObject({ status: 'pending-acceptance' });
  expect(errorOf(await resubmit(journey, id))).toMatchObject({
    status: 409,
    code: 'CONFLICT',
    details: [{ peering_request_id: second }],
  });

  await cancel(journey, second);
  await journey.pass(HOUR);
  expect(await resubmit(journey, second)).toMatchObject({
    status: 201,
    body: { data: { justification: 'Now with a budget.', resubmitted_from: second } },
  });
});

test('a request is submitted again by the requester’s account alone, or the network team', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await cancel(journey, id);
  await journey.pass(HOUR);
  expect(errorOf(await resubmit(journey, id, ANALYTICS))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect(errorOf(await resubmit(journey, id, PARTNER))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  expect(await resubmit(journey, id, HUB)).toMatchObject({
    status: 201,
    body: { data: { vpc_owner_id: PAYMENTS, submitted_by: expect.stringContaining('NetworkTeam') } },
  });
});

test('a resubmit goes through the preflight like a submit', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await cancel(journey, id);
  await journey.pass(HOUR);
  await journey.call(HUB, 'DELETE', `/accounts/${ANALYTICS}`);
  expect(errorOf(await resubmit(journey, id))).toMatchObject({
    status: 400,
    code: 'VALIDATION_ERROR',
    details: [{ path: 'peer_owner_id' }],
  });
});
