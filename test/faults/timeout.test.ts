import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startJourney } from '../journey/journey.ts';

test('a service that takes a call and says nothing: the function gives up, and its next attempt gets through', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  const { states } = journey.endpoints;
  let calls = 0;
  const silentAtFirst = createServer(async (incoming, response) => {
    calls += 1;
    if (calls === 1) return;
    const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers;
    const body = await buffer(incoming);
    const answer = await fetch(states, { method: 'POST', headers: headers as Record<string, string>, body });
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(silentAtFirst, 'listening');
  onTestFinished(() => {
    silentAtFirst.closeAllConnections();
    silentAtFirst.close();
  });
  const { port } = silentAtFirst.address() as AddressInfo;
  process.env['AWS_ENDPOINT_URL_SFN'] = `http://127.0.0.1:${port}`;
  process.env['REQUEST_TIMEOUT_MS'] = '1000';
  // A function's clients know where the services are, and how long to wait, from when they are made.
  vi.resetModules();

  const { id } = await journey.submit();
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance' });
  expect(calls).toBeGreaterThan(1);
});
