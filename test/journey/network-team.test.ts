import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test } from 'vitest';
import { formatUtc } from '../../functions/domain/wording/times.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, type Journey, startJourney } from './journey.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const NETWORK_TEAM = 'network-team@network.example';

const begin = async (): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  return journey;
};

test('the digest names what ends soon and what ended, and is not sent when there is nothing to say', async () => {
  const journey = await begin();
  const digest = () => invokeFunction('schedules/digest', {});
  const mails = async () =>
    (await journey.inbox.emails()).filter(({ destination }) => destination.to.includes(NETWORK_TEAM));
  expect(await digest()).toEqual({ expiring: 0, ended: 0, mails: 0 });

  const waiting = await journey.submit();
  await journey.pass(5 * DAY + HOUR);
  const rejected = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.analyticsUs,
    peer_region: 'us-east-1',
  });
  await journey.decide(await journey.linkOf(ARUN, rejected.id), 'reject', 'no');
  await journey.pass(HOUR);
  expect(await digest()).toEqual({ expiring: 1, ended: 1, mails: 1 });
  const [mail] = await mails();
  expect(mail?.subject).toMatch(
    /^Peerway digest: 1 deadline until \d+ \w+, [\d:]+ UTC, 1 outcome since \d+ \w+, [\d:]+ UTC$/,
  );
  const deadline = formatUtc(waiting.window?.expires_at ?? '');
  expect(mail?.body.text).toMatch(
    new RegExp(
      `payments → analytics: deadline ${deadline}, approvers notified twice\n +${ACROSS.vpc_id} → ${ACROSS.peer_vpc_id} \\(${waiting.id}\\)\n`,
    ),
  );
  expect(mail?.body.text).toMatch(new RegExp(`rejected on .* by ${ARUN}\n.* \\(${rejected.id}\\)\n`));

  await journey.pass(4 * DAY);
  expect(await digest()).toEqual({ expiring: 0, ended: 0, mails: 0 });
  expect(await mails()).toHaveLength(1);
});

test('the digest leads to the board and to each of its requests, for eight hours, and to no form', async () => {
  const journey = await begin();
  // To the network team, who may be a request's contact too, the board shows all requests alike.
  const { id } = await journey.submit({ ...ACROSS, contact_email: NETWORK_TEAM });
  await journey.decide(await journey.linkOf(ARUN, id), 'reject', 'no');
  await journey.pass(HOUR);
  expect(await invokeFunction('schedules/digest', {})).toEqual({ expiring: 0, ended: 1, mails: 1 });
  const { body } = (await journey.inbox.emails()).findLast(({ subject }) => subject.includes('digest')) ?? {};
  const [board = ''] = /https?:\S+\/board\/[\w-]+$/m.exec(body?.text ?? '') ?? [];
  const page = `${board}/requests/${id}`;
  expect(body?.text).toContain(`  ${page}\n`);
  const targets = [...(body?.html?.matchAll(/href="([^"]+)"/g) ?? [])].map(([, target]) => target);
  expect(targets).toEqual([board, page, board]);

  await journey.pass(7 * HOUR);
  expect((await fetch(board)).status).toBe(200);
  const shown = await (await fetch(page)).text();
  expect(shown).toContain(id);
  expect(shown).not.toContain('<form');
  await journey.pass(HOUR);
  for (const url of [board, page]) expect((await fetch(url)).status).toBe(404);
});

test('a stuck request: the board marks it, and the network team is notified once a day', async () => {
  const journey = await begin();
  const { id } = await journey.submit();
  const executionArn = `${journey.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  await new SFNClient({}).send(new StopExecutionCommand({ executionArn }));
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);

  const board = await journey.call<{ url: string }>(HUB, 'POST', '/board-links');
  const page = await (await fetch(board.body.success ? `${board.body.data.url}?status=stuck` : '')).text();
  expect(page).toContain('stuck: the decision to accept hasn’t been carried out');
  expect(page).toContain(id);

  const wiring = await import('../../functions/wiring.ts');
  const { explainStuck } = await import('../../functions/domain/workflow/explain-stuck.ts');
  const { notifyStuck } = await import('../../functions/domain/mail/notify-stuck.ts');
  const notify = async () => {
    const request = await wiring.requests().get(id as `pr-${string}`);
    if (!request) throw new Error(`${id} is gone`);
    const account = await wiring.directory().account(ANALYTICS);
    const stuck = explainStuck(request, account, wiring.clock()) ?? { why: 'it is not' };
    await notifyStuck(request, stuck, 'Sweep', {
      requests: wiring.requests(),
      directory: wiring.directory(),
      links: wiring.links(),
      mailer: wiring.mailer(),
      clock: wiring.clock,
      networkTeamAddress: wiring.networkTeamAddress(),
      statusUrl: wiring.statusUrl,
    });
  };
  await notify();
  await notify();
  await journey.pass(DAY);
  await notify();
  expect(await journey.mailsTo(NETWORK_TEAM, id)).toHaveLength(2);
  const mail = (await journey.inbox.emails()).findLast(({ subject }) =>
    subject.startsWith('Investigate stuck request'),
  );
  expect(mail?.body.text).toContain('the decision to accept hasn’t been carried out');
  await journey.close();
});

test('approvals that can no longer be reached: the next sweep notifies the network team, and says what helps', async () => {
  const journey = await begin();
  const put = (entry: object) =>
    journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
      name: 'analytics',
      onboarded: true,
      approvers: [ANNA, ARUN],
      ...entry,
    });
  const sweep = () => invokeFunction('schedules/sweep', {});
  await put({ required_approvals: 2 });
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  expect(await sweep()).toMatchObject({ stuck: 0 });

  // The request still requires two: a lower number is for new ones.
  await put({ approvers: [ANNA], required_approvals: 1 });
  expect(await sweep()).toMatchObject({ stuck: 1 });
  expect(await journey.mailsTo(NETWORK_TEAM, id)).toHaveLength(1);
  const { body } = (await journey.inbox.emails()).findLast(({ subject }) => subject.includes(id)) ?? {};
  expect(body?.text).toContain(
    'This request is stuck: it requires 2 approvals, but the approvers of analytics can give only 1.',
  );
  expect(body?.text).toContain('add approvers to account 222222222222 with peerway accounts put');
  expect(body?.text).not.toContain('Step Functions');
  const board = await journey.call<{ url: string }>(HUB, 'POST', '/board-links');
  const page = await (await fetch(board.body.success ? `${board.body.data.url}?status=stuck` : '')).text();
  expect(page).toContain('stuck: it requires 2 approvals');

  expect((await journey.call(HUB, 'DELETE', `/accounts/${ANALYTICS}`)).status).toBe(200);
  await journey.pass(DAY);
  expect(await sweep()).toMatchObject({ stuck: 1 });
  expect((await journey.inbox.emails()).at(-1)?.body.text).toContain(
    'it requires 2 approvals, but the approvers of account 222222222222 can give none',
  );

  await put({ approvers: [ANNA, ARUN] });
  expect(await sweep()).toMatchObject({ stuck: 0 });
});
