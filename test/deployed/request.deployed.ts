import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import type { Trail } from '../journey/journey.ts';
import { call, dataOf, deployment, eventually } from './deployment.ts';

const { submission } = deployment;
const DAY_MS = 86_400_000;

describe.skipIf(!submission)('a request, from preflight to its end', () => {
  const key = randomUUID();
  let id: string;

  const request = async () => dataOf(await call<RequestView>('GET', `/peering-requests/${id}`));
  const trail = async () => dataOf(await call<Trail>('GET', `/peering-requests/${id}/events`));

  test('a preflight passes its checks', async () => {
    const answer = dataOf(
      await call<{ would_submit: boolean; checks: { result: string; message: string }[] }>(
        'POST',
        '/peering-requests/preflight',
        submission,
      ),
    );
    const refusals = answer.checks.filter(({ result }) => result === 'fail');
    expect(refusals.map(({ message }) => message)).toEqual([]);
    expect(answer.would_submit).toBe(true);
  });

  // First, because nothing else can end either if IAM denies this.
  test('IAM allows the transactions that open and end a request', async () => {
    const opened = dataOf(await call<RequestView>('POST', '/peering-requests', submission));
    id = opened.id;
    expect((await call('POST', `/peering-requests/${id}/cancel`, { comment: 'a test' })).status).toBe(200);
    const ended = await eventually(request, ({ status }) => status === 'cancelled');
    expect(ended.decision).toMatchObject({ kind: 'cancel' });
  });

  test('repeating the submission creates one request', async () => {
    const send = () => call<RequestView>('POST', '/peering-requests', submission, { 'idempotency-key': key });
    const first = dataOf(await send());
    expect(first.status).toBe('submitted');
    id = first.id;
    const again = await send();
    expect(dataOf(again).id).toBe(id);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  test('it is listed, and blocks another request between the two VPCs', async () => {
    const { items } = dataOf(
      await call<{ items: RequestView[] }>('GET', `/peering-requests?vpc_id=${submission?.['vpc_id']}`),
    );
    expect(items.map((item) => item.id)).toContain(id);
    const { status, body } = await call('POST', '/peering-requests', submission);
    expect(status).toBe(409);
    expect(body).toMatchObject({ error: { code: 'CONFLICT' } });
  });

  test('EC2 opens its acceptance window', async () => {
    const open = await eventually(request, ({ status }) => status !== 'submitted');
    expect(open).toMatchObject({
      status: 'pending-acceptance',
      vpc_peering_connection_id: expect.stringMatching(/^pcx-/),
    });
    const days = (Date.parse(open.window?.expires_at ?? '') - Date.parse(open.created_at)) / DAY_MS;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
  });

  test('the approvers are notified', async () => {
    const { events } = await eventually(trail, ({ events }) =>
      events.some(({ type }) => type === 'mail-sent' || type === 'mail-failed'),
    );
    expect(events.filter(({ type }) => type === 'mail-failed')).toEqual([]);
  });

  test('it is withdrawn, and its connection is deleted', async () => {
    const cancelled = await call('POST', `/peering-requests/${id}/cancel`, { comment: 'a test has ended' });
    expect(cancelled.status).toBe(200);
    const ended = await eventually(request, ({ status }) => status !== 'pending-acceptance');
    expect(ended).toMatchObject({ status: 'cancelled', decision: { kind: 'cancel' } });
  });

  test('its audit trail is valid and complete', async () => {
    const { events, chain } = await eventually(trail, ({ events }) =>
      events.some(({ to_status }) => to_status === 'cancelled'),
    );
    expect(chain).toEqual({ valid: true, events: events.length });
    const types = events.map(({ type }) => type);
    for (const type of ['request-submitted', 'connection-created', 'decision-recorded'] as const) {
      expect(types).toContain(type);
    }
  });
});
