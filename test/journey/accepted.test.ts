import { DescribeVpcPeeringConnectionsCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACROSS, ANALYTICS, HOUR, type Journey, PAYMENTS, startJourney } from './journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

test('a request across accounts and Regions is accepted through a link', async () => {
  const submitted = await journey.call<{ id: string; status: string }>(
    PAYMENTS,
    'POST',
    '/peering-requests',
    ACROSS,
  );
  expect(submitted.status).toBe(201);
  expect(submitted.body).toMatchObject({
    success: true,
    data: { status: 'submitted', vpc_owner_id: PAYMENTS },
  });
  const id = submitted.body.success ? submitted.body.data.id : '';

  await journey.pass(HOUR);
  const pending = await journey.request(id);
  expect(pending).toMatchObject({ status: 'pending-acceptance', decision: null });

  const link = await journey.linkOf('anna@analytics.example', id);
  const shown = await fetch(link);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await shown.text()).toContain(ACROSS.justification);

  expect((await journey.decide(link, 'accept', 'fits our plan')).status).toBe(200);
  await journey.pass(HOUR);
  const active = await journey.request(id);
  expect(active).toMatchObject({
    status: 'active',
    decision: {
      kind: 'accept',
      by: { kind: 'approver', id: 'anna@analytics.example' },
      comment: 'fits our plan',
    },
  });

  for (const [account, region] of [
    [PAYMENTS, 'us-east-1'],
    [ANALYTICS, 'eu-west-1'],
  ] as const) {
    const { VpcPeeringConnections: [connection] = [] } = await journey.ec2As(account, region).send(
      new DescribeVpcPeeringConnectionsCommand({
        VpcPeeringConnectionIds: [active.vpc_peering_connection_id ?? ''],
      }),
    );
    expect(connection?.Status?.Code).toBe('active');
  }

  const { events, chain } = await journey.trail(id);
  expect(chain).toEqual({ valid: true, events: events.length });
  expect(events.map(({ type, to_status }) => `${type} ${to_status}`)).toEqual([
    'request-submitted submitted',
    'connection-asked-for submitted',
    'connection-created submitted',
    'status-changed pending-acceptance',
    'mail-sent pending-acceptance',
    'mail-sent pending-acceptance',
    'mail-sent pending-acceptance',
    'decision-recorded pending-acceptance',
    'status-changed provisioning',
    'status-changed active',
    'mail-sent active',
    // Who decided has seen it on the page.
    'mail-skipped active',
    'mail-sent active',
    'outcome-told active',
  ]);
  expect(events.find(({ type }) => type === 'decision-recorded')).toMatchObject({
    actor: { kind: 'approver', id: 'anna@analytics.example' },
    reason: 'accept: fits our plan',
    source_ip: '127.0.0.1',
  });
  expect(await journey.mailsTo('priya@payments.example', id)).toEqual([
    expect.stringMatching(/^Awaiting approval by .*: payments → analytics/),
    expect.stringMatching(/^Active: /),
  ]);
});

test('a second click shows the decision and is no attempt of its own', async () => {
  const { id } = await journey.submit({
    ...ACROSS,
    vpc_id: 'vpc-01111111111111e01',
    vpc_region: 'eu-west-1',
  });
  const link = await journey.linkOf('anna@analytics.example', id);
  const shown = await (await fetch(link)).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  const click = () =>
    fetch(link, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'accept', comment: '', form_token }),
    });
  expect((await click()).status).toBe(200);
  const again = await click();
  expect(again.status).toBe(200);
  expect(await again.text()).toContain('You accepted');
  await journey.pass(HOUR);
  const { events } = await journey.trail(id);
  expect(events.filter(({ type }) => type.startsWith('decision'))).toHaveLength(1);
});

test('GET and HEAD of a link decide nothing, however often', async () => {
  const { id } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: 'vpc-02222222222222a01',
    peer_region: 'us-east-1',
  });
  const link = await journey.linkOf('arun@analytics.example', id);
  const before = await journey.trail(id);
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    await fetch(link, { method });
    await fetch(`${link}?decision=accept&comment=yes`, { method });
  }
  await journey.pass(HOUR);
  expect(await journey.trail(id)).toEqual(before);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', decision: null });
});
