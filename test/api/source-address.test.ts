import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ACROSS, HOUR, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { linkIn } from '../pages/mail-link.ts';
import { ANNA, PRIYA } from '../pages/scenes.ts';

const PEER = '127.0.0.1';

describe.each([
  {
    where: 'behind a distribution of CloudFront, which alone can connect',
    stageVariables: { viewerAddressHeader: 'cloudfront-viewer-address' },
    recorded: ['203.0.113.7', '198.51.100.4', '192.0.2.9', '203.0.113.8'],
  },
  { where: 'without one, where anybody can send any header', recorded: [PEER, PEER, PEER, PEER] },
])('the address in the audit trail, $where', ({ stageVariables, recorded }) => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney(stageVariables && { stageVariables });
  });
  afterAll(() => journey.close());

  const from = (viewer: string) => ({ 'CloudFront-Viewer-Address': viewer, 'X-Forwarded-For': viewer });

  const post = async (path: string, viewer: string, body: object = {}): Promise<string> => {
    const response = await signedFetch(PAYMENTS, `${journey.endpoints.api}${path}`, {
      method: 'POST',
      headers: from(viewer),
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { data: { id: string } };
    await journey.pass(HOUR);
    return answer.data.id;
  };

  const sendForm = async (link: string, viewer: string, fields: Record<string, string> = {}) => {
    const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
    const body = new URLSearchParams({ form_token, ...fields });
    const { url } = await fetch(link, { method: 'POST', body, headers: from(viewer) });
    await journey.pass(HOUR);
    return url;
  };

  const addressOf = async (id: string, type: string) =>
    (await journey.trail(id)).events.find((event) => event.type === type)?.source_ip;

  test('is the caller’s, for each call that records one', async () => {
    const first = await post('/peering-requests', '203.0.113.7:4711', ACROSS);
    await sendForm(await linkIn(journey, ANNA, first, 'decisions'), '198.51.100.4:443', {
      decision: 'reject',
      comment: 'Not this quarter.',
    });
    await sendForm(await linkIn(journey, PRIYA, first, 'status'), '192.0.2.9:50000');
    const { body } = await journey.call<{ items: RequestView[] }>(PAYMENTS, 'GET', '/peering-requests');
    const made = body.success ? body.data.items : [];
    const again = made.find(({ resubmitted_from }) => resubmitted_from === first)?.id ?? '';
    await post(`/peering-requests/${again}/cancel`, '203.0.113.8:1');
    expect([
      await addressOf(first, 'request-submitted'),
      await addressOf(first, 'decision-recorded'),
      await addressOf(again, 'request-submitted'),
      await addressOf(again, 'decision-recorded'),
    ]).toEqual(recorded);
  });

  test.each(['203.0.113.7', '203.0.113.7:4711, 198.51.100.4:443', 'nobody:1', ''])(
    'is the connection’s where CloudFront’s header is %j',
    async (viewer) => {
      const id = await post('/peering-requests', viewer, {
        ...ACROSS,
        vpc_id: 'vpc-01111111111111e01',
        vpc_region: 'eu-west-1',
      });
      expect(await addressOf(id, 'request-submitted')).toBe(PEER);
      await post(`/peering-requests/${id}/cancel`, viewer);
    },
  );
});
