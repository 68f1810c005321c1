import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import {
  ANALYTICS_TABLE,
  acceptWith,
  connectNow,
  letConnect,
  PAYMENTS_TABLE,
  routesIn,
  submitWith,
} from '../journey/connecting.ts';
import { ACROSS, ANALYTICS, HOUR, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import oldSpoke from './judge/version-0.1/PeerwaySpoke.template.json' with { type: 'json' };
import { memberActions } from './template/statements.ts';
import { CONNECTING, synthesize, type Template } from './template/synthesized.ts';

/** The accounts' templates, by the steps of docs/upgrade.md. */
const SPOKES = {
  old: (): Template => oldSpoke,
  'old and new': () => synthesize({ memberRoles: 'upgrading' }).spoke,
  new: () => synthesize().spoke,
  connecting: () => synthesize(CONNECTING).spoke,
};
type Spoke = keyof typeof SPOKES;

const deploy = (journey: Journey, account: string, spoke: Spoke): void => {
  const roles = [...memberActions(SPOKES[spoke]())].map(([name, actions]) => [
    name,
    new Set([...actions].map((action) => action.replace('ec2:', ''))),
  ]);
  journey.ec2.changeRoles(account, Object.fromEntries(roles));
};

const begin = async (requester: Spoke, accepter: Spoke): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  deploy(journey, PAYMENTS, requester);
  deploy(journey, ANALYTICS, accepter);
  return journey;
};

const decide = async (journey: Journey, id: string, decision: string): Promise<void> => {
  await journey.decide(await journey.linkOf('anna@analytics.example', id), decision, 'Said by a test.');
  await journey.pass(HOUR);
};

test.each<[Spoke, Spoke]>([
  ['old and new', 'old and new'],
  ['old and new', 'new'],
  ['new', 'old and new'],
  ['new', 'new'],
  // The hub accepts with a role that the account has already, and looks from the other side.
  ['new', 'old'],
])(
  'with %s roles of the requester and %s roles of the accepter, each decision is carried out',
  async (...spokes) => {
    const journey = await begin(...spokes);
    const rejected = await journey.submit();
    await decide(journey, rejected.id, 'reject');
    expect(await journey.request(rejected.id)).toMatchObject({ status: 'rejected' });

    const withdrawn = await journey.submit();
    await journey.call(PAYMENTS, 'POST', `/peering-requests/${withdrawn.id}/cancel`, {});
    await journey.pass(HOUR);
    expect(await journey.request(withdrawn.id)).toMatchObject({ status: 'cancelled' });

    const accepted = await journey.submit();
    await decide(journey, accepted.id, 'accept');
    expect(await journey.request(accepted.id)).toMatchObject({ status: 'active' });
  },
);

test('an account with old roles is told that it cannot submit, and who can change that', async () => {
  const journey = await begin('old', 'new');
  expect(await journey.call(PAYMENTS, 'POST', '/peering-requests', ACROSS)).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'VALIDATION_ERROR',
        details: [
          { path: 'vpc_owner_id', message: expect.stringContaining('Peerway has no role in account') },
        ],
      },
    },
  });
  const { body } = await journey.call<{ checks: object[] }>(
    PAYMENTS,
    'POST',
    '/peering-requests/preflight',
    ACROSS,
  );
  expect(body).toMatchObject({
    data: {
      checks: expect.arrayContaining([
        {
          check: 'requester-vpc',
          result: 'fail',
          message: `Peerway has no role in account ${PAYMENTS}, so it can’t create the connection there.`,
          remedy: 'Ask the network team to onboard the account or update its roles.',
        },
      ]),
    },
  });
});

test('a hub that is updated before its accounts: an open window waits for them', async () => {
  const journey = await begin('new', 'new');
  const { id } = await journey.submit();
  deploy(journey, PAYMENTS, 'old');
  deploy(journey, ANALYTICS, 'old');
  await journey.pass(2 * HOUR);
  await decide(journey, id, 'accept');
  await invokeFunction('schedules/sweep', {});
  expect(await journey.request(id)).toMatchObject({
    status: 'pending-acceptance',
    decision: { kind: 'accept' },
  });

  deploy(journey, PAYMENTS, 'old and new');
  deploy(journey, ANALYTICS, 'old and new');
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active' });
});

test('a hub that connects before its accounts are updated: they are peered as before, and connected afterwards', async () => {
  const journey = await begin('new', 'new');
  await letConnect(journey);
  const { id, vpc_peering_connection_id: pcx } = await submitWith(journey, {
    routes: true,
    dns_resolution: true,
  });
  await acceptWith(id, 'anna@analytics.example');
  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  const unknown = { state: 'unknown', problems: [] };
  expect(await journey.request(id)).toMatchObject({
    status: 'active',
    connectivity: { state: 'unknown', requester: unknown },
  });
  expect(await journey.call(PAYMENTS, 'GET', `/peering-requests/${id}/connectivity`)).toMatchObject({
    status: 200,
    body: { data: { state: 'unknown', requester: { state: 'unknown' }, accepter: { state: 'unknown' } } },
  });

  deploy(journey, PAYMENTS, 'connecting');
  deploy(journey, ANALYTICS, 'connecting');
  await connectNow(id, 'requester', 'accepter');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ connectivity: { state: 'connected' } });
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([`10.21.0.0/16 → ${pcx} active`]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([`10.1.0.0/16 → ${pcx} active`]);
});
