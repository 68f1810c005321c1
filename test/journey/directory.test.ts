import { expect, onTestFinished, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, type Journey, PAYMENTS, startJourney } from './journey.ts';

const begin = async (entry: object): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  const put = await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: ['anna@analytics.example', 'arun@analytics.example', 'asha@analytics.example'],
    onboarded: true,
    ...entry,
  });
  expect(put.status).toBe(200);
  return journey;
};

test('two approvals are needed: the first alone reaches no EC2, the second accepts', async () => {
  const journey = await begin({ required_approvals: 2 });
  const { id } = await journey.submit();
  const [anna, arun] = [
    await journey.linkOf('anna@analytics.example', id),
    await journey.linkOf('arun@analytics.example', id),
  ];
  expect((await journey.decide(anna, 'accept', 'fine by me')).page).toContain(
    '1 of 2 required approvals received',
  );
  expect(await (await fetch(anna)).text()).not.toContain('<form');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', decision: null });
  expect(journey.ec2.calls().filter(({ action }) => action.startsWith('Accept'))).toEqual([]);

  await journey.decide(arun, 'accept');
  await journey.pass(HOUR);
  const active = await journey.request(id);
  expect(active).toMatchObject({ status: 'active', decision: { by: { id: 'arun@analytics.example' } } });
  expect(active.approvals.map(({ by }) => by.id)).toEqual([
    'anna@analytics.example',
    'arun@analytics.example',
  ]);
});

test('one rejection ends it, whatever was approved before', async () => {
  const journey = await begin({ required_approvals: 2 });
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.decide(await journey.linkOf('arun@analytics.example', id), 'reject', 'not this year');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'rejected', decision: { kind: 'reject' } });
});

test('who approved already is not reminded', async () => {
  const journey = await begin({ required_approvals: 2, reminders: ['P2D'] });
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.pass(6 * DAY);
  expect(await journey.mailsTo('anna@analytics.example', id)).toHaveLength(1);
  expect(await journey.mailsTo('arun@analytics.example', id)).toEqual([
    expect.stringMatching(/^Approve by .* UTC: /),
    expect.stringMatching(/^Approve by .* UTC \(reminder 1\): /),
  ]);
});

test('requests from trusted accounts are accepted at once, by rule, and nobody is asked', async () => {
  const journey = await begin({ auto_accept_from: [PAYMENTS], required_approvals: 3 });
  const { id } = await journey.submit();
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status: 'active',
    decision: { kind: 'accept', by: { kind: 'rule', id: `auto_accept_from ${PAYMENTS}` } },
  });
  const { events } = await journey.trail(id);
  expect(events.filter(({ reason }) => reason?.startsWith('approval'))).toEqual([]);
});

test('the link of somebody who is an approver no more decides nothing', async () => {
  const journey = await begin({});
  const { id } = await journey.submit();
  const link = await journey.linkOf('arun@analytics.example', id);
  const page = await (await fetch(link)).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: ['asha@analytics.example'],
    onboarded: true,
  });
  const body = new URLSearchParams({ decision: 'accept', comment: '', form_token });
  expect((await fetch(link, { method: 'POST', body })).status).toBe(403);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', decision: null });
});

test('an active connection is torn down by either side, and the pair is free again', async () => {
  const journey = await begin({ auto_accept_from: [PAYMENTS] });
  const { id } = await journey.submit();
  await journey.pass(HOUR);
  const path = `/peering-requests/${id}/cancel`;
  const taken = await journey.call<RequestView>(ANALYTICS, 'POST', path, { comment: 'moved to PrivateLink' });
  expect(taken.status).toBe(200);
  expect((await journey.call(PAYMENTS, 'POST', path, {})).status).toBe(409);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status: 'deleted',
    decision: { kind: 'accept' },
    teardown: { kind: 'cancel', comment: 'moved to PrivateLink' },
  });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.at(-1)).toMatchObject({ type: 'outcome-told', to_status: 'deleted' });

  const again = await journey.call<RequestView>(PAYMENTS, 'POST', `/peering-requests/${id}/resubmit`, {});
  expect(again.status).toBe(201);
  expect(again.body).toMatchObject({
    data: { resubmitted_from: id, justification: ACROSS.justification, status: 'submitted' },
  });
});

test('every change of status is told on the event bus, once and in order', async () => {
  const journey = await begin({ auto_accept_from: [PAYMENTS] });
  const { id } = await journey.submit();
  await journey.pass(HOUR);
  const told = async () => {
    const answer = await fetch(`${journey.endpoints.api}/_local/events`);
    const { events } = (await answer.json()) as {
      events: { source: string; 'detail-type': string; detail: { request_id: string; to_status: string } }[];
    };
    return events
      .filter(({ detail }) => detail.request_id === id)
      .map((event) => `${event.source} / ${event['detail-type']}: ${event.detail.to_status}`);
  };
  await expect
    .poll(told)
    .toEqual(
      ['submitted', 'pending-acceptance', 'provisioning', 'active'].map(
        (status) => `peerway / Peering Request Status Changed: ${status}`,
      ),
    );
});
