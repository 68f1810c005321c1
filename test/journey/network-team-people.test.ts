import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { changeDocument, changeEntry } from './change-entry.ts';
import { ANALYTICS, type Journey, startJourney } from './journey.ts';

const NORA = 'nora@network.example';
const NILS = 'nils@network.example';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const digests = async () => {
  await invokeFunction('schedules/digest', {});
  const mails = await journey.inbox.emails();
  return mails
    .filter(({ subject }) => subject.startsWith('Peerway digest'))
    .map(({ destination, subject, body }) => ({ to: destination.to, subject, text: body.text }));
};

test('the digest names entries and groups that stand for nobody, to all whom the directory calls the network team', async () => {
  expect(await digests()).toEqual([]);
  await changeDocument((document) => ({
    ...document,
    groups: { network: [NORA, NILS], 'analytics-eu': [] },
    network_team: ['group:network'],
  }));
  await changeEntry(ANALYTICS, { approvers: ['group:analytics-eu'] });
  const sent = await digests();
  expect(sent.flatMap(({ to }) => to).sort()).toEqual([NILS, NORA]);
  for (const { subject, text } of sent) {
    expect(subject).toContain('2 gaps in the directory');
    expect(text).toContain(`analytics (${ANALYTICS}): nobody can decide about requests`);
    expect(text).toContain('group:analytics-eu: nobody is in it');
  }
});

test('without such people, the configured address gets it', async () => {
  await changeDocument((document) => ({ ...document, network_team: [] }));
  expect((await digests()).at(-1)?.to).toEqual([expect.stringContaining('@')]);
  expect((await digests()).at(-1)?.to).not.toEqual([NORA]);
});
