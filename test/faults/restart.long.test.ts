import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import type { AuditEvent, ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { statusOf } from '../../local/ec2/peering-status.ts';
import type { State } from '../../local/ec2/state.ts';
import type { Email } from '../../local/inbox.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { npmStart, type Started } from '../local/npm-start.ts';
import { ANALYTICS, PAYMENTS } from './pair-of-vpcs.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WINDOWS = 20;
const ANNA = 'anna@analytics.example';

type Ending = { act: 'accept' | 'reject' | 'cancel'; status: string; ec2: string };

const ENDINGS: readonly Ending[] = [
  { act: 'accept', status: 'active', ec2: 'active' },
  { act: 'reject', status: 'rejected', ec2: 'rejected' },
  { act: 'cancel', status: 'cancelled', ec2: 'deleted' },
];

/** What becomes of each, by its number. */
const endingOf = (index: number): Ending => ENDINGS[index % ENDINGS.length] as Ending;

const data = async <T>(asked: Promise<Response>): Promise<T> =>
  ((await (await asked).json()) as { data: T }).data;

const dataDir = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'peerway-restart-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

const start = async (dir: string): Promise<Started> => {
  const started = await npmStart(dir);
  onTestFinished(() => started.kill());
  return started;
};

const trailOf = ({ endpoints: { api } }: Started, id: string) =>
  data<{ events: AuditEvent[]; chain: ChainVerdict }>(
    signedFetch(PAYMENTS, `${api}/peering-requests/${id}/events`),
  );

const createVpc = async (started: Started, account: string, region: string, CidrBlock: string) => {
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  const ec2 = new EC2Client({ endpoint: started.endpoints.ec2, region, credentials });
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
  ec2.destroy();
  return Vpc?.VpcId;
};

const submit = async (started: Started): Promise<string> => {
  const body = {
    vpc_id: await createVpc(started, PAYMENTS, 'us-east-1', '10.1.0.0/16'),
    vpc_region: 'us-east-1',
    peer_vpc_id: await createVpc(started, ANALYTICS, 'eu-west-1', '10.2.0.0/16'),
    peer_owner_id: ANALYTICS,
    peer_region: 'eu-west-1',
    justification: 'one of twenty',
    contact_email: 'priya@payments.example',
  };
  const url = `${started.endpoints.api}/peering-requests`;
  return (await data<RequestView>(signedFetch(PAYMENTS, url, { method: 'POST', body: JSON.stringify(body) })))
    .id;
};

/** Anna's links, by request. They are good for whatever process listens later, at its own address. */
const linksOf = async (started: Started): Promise<Map<string, string>> => {
  const { emails } = (await (await fetch(`${started.endpoints.inbox}/store`)).json()) as { emails: Email[] };
  const links = emails
    .filter(({ destination }) => destination.to.includes(ANNA))
    .flatMap(({ subject, body }) => {
      const path = /\/decisions\/[\w-]+/.exec(body.text ?? '')?.[0];
      const id = /pr-[0-9A-Z]{26}/.exec(subject)?.[0];
      return path && id ? [[id, path] as const] : [];
    });
  return new Map(links);
};

/** Ends one, in its way; the answer may be that it was so before the process was killed. */
const act = async (
  { endpoints: { api } }: Started,
  id: string,
  link: string,
  ending: Ending,
): Promise<void> => {
  if (ending.act === 'cancel') {
    await signedFetch(PAYMENTS, `${api}/peering-requests/${id}/cancel`, { method: 'POST', body: '{}' });
    return;
  }
  const shown = await (await fetch(api + link)).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(shown)?.[1];
  if (!form_token) return;
  const body = new URLSearchParams({ decision: ending.act, comment: 'as agreed', form_token });
  await fetch(api + link, { method: 'POST', body });
};

test('killed amid twenty open windows, and started again: all twenty end right, and none twice', async () => {
  const dir = await dataDir();
  const first = await start(dir);

  const ids: string[] = [];
  for (let window = 0; window < WINDOWS; window++) ids.push(await submit(first));
  await first.pass(MINUTE);
  const links = await linksOf(first);
  expect(ids.filter((id) => !links.has(id))).toEqual([]);

  // Six of them are being decided at the very moment.
  const inFlight = ids.slice(0, 6).map((id, index) => act(first, id, links.get(id) ?? '', endingOf(index)));
  await Promise.race(inFlight);
  await first.kill();
  await Promise.allSettled(inFlight);

  const second = await start(dir);
  await second.pass(HOUR);
  for (const [index, id] of ids.entries()) await act(second, id, links.get(id) ?? '', endingOf(index));
  await second.pass(HOUR);

  const now = Date.now() + 2 * HOUR * 1000 + MINUTE * 1000;
  const state = JSON.parse(await readFile(join(dir, 'ec2.json'), 'utf8')) as State;
  const tagged = (id: string) =>
    state.connections.filter((connection) =>
      Object.entries(state.tags).some(
        ([key, tags]) => key.endsWith(connection.id) && tags[REQUEST_TAG] === id,
      ),
    );
  for (const [index, id] of ids.entries()) {
    const { status, ec2 } = endingOf(index);
    const url = `${second.endpoints.api}/peering-requests/${id}`;
    const request = await data<RequestView>(signedFetch(PAYMENTS, url));
    expect(request.status, id).toBe(status);
    const connections = tagged(id);
    expect(connections.map((each) => statusOf(each, { now, settings: { settleSeconds: 2 } }).code)).toEqual([
      ec2,
    ]);
    expect(connections[0]?.id).toBe(request.vpc_peering_connection_id);

    const trail = await trailOf(second, id);
    expect(trail.chain).toEqual({ valid: true, events: trail.events.length });
    const once = trail.events.filter(({ type }) =>
      ['connection-created', 'decision-recorded', 'outcome-told'].includes(type),
    );
    expect(once.map(({ type }) => type)).toEqual(['connection-created', 'decision-recorded', 'outcome-told']);
    const mails = trail.events.filter(({ type }) => type === 'mail-sent').map(({ reason }) => reason);
    expect(new Set(mails).size).toBe(mails.length);
    expect(mails).toEqual(
      expect.arrayContaining([`approval to ${ANNA}`, `outcome-${status} to priya@payments.example`]),
    );
  }
});

test('killed in the middle of a window, and started again: the rest of its mails at their times, and its end', async () => {
  const dir = await dataDir();
  const first = await start(dir);
  const requests = async ({ endpoints: { api } }: Started) =>
    (await data<{ items: RequestView[] }>(signedFetch(PAYMENTS, `${api}/peering-requests`))).items;
  await first.pass(4 * DAY);
  const [sample] = await requests(first);
  const id = sample?.id ?? '';
  await first.kill();

  const second = await start(dir);
  expect(await requests(second)).toMatchObject([
    { id, status: 'pending-acceptance', vpc_peering_connection_id: sample?.vpc_peering_connection_id },
  ]);
  // A killed stack loses the last quarter of a second, which may be hours of a time that passes quickly.
  await second.pass(4 * DAY);
  expect(await requests(second)).toMatchObject([{ id, status: 'expired' }]);
  const { events, chain } = await trailOf(second, id);
  expect(chain.valid).toBe(true);
  const mails = events.flatMap(({ type, reason = '' }) =>
    type === 'mail-sent' && reason.endsWith(ANNA) ? reason.split(' ').slice(0, 1) : [],
  );
  expect(mails).toEqual([
    'approval',
    'reminder-259200',
    'reminder-86400',
    'reminder-14400',
    'outcome-expired',
  ]);
});
