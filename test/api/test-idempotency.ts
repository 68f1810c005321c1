import { DescribeVpcPeeringConnectionsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, type Answer, DAY, HOUR, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney } from './checked-journey.ts';
import { eventAs } from './function-event.ts';
import { listReader } from './list-reader.ts';

const ROUTE = '/peering-requests';
const SETTLED_SECONDS = 30;

const keyed = (key: string) => ({ 'Idempotency-Key': key });

const submit = ({ call }: CheckedJourney, headers = {}, body: object = ACROSS, account = PAYMENTS) =>
  call<RequestView>(account, 'POST', ROUTE, body, headers);

const atOnce = <T>(times: number, act: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, n) => act(n)));

const isReplayed = ({ headers }: Answer<unknown>): boolean => headers.get('idempotent-replayed') === 'true';

const idOf = ({ body }: Answer<RequestView>): string => {
  if (!body.success) throw new Error(JSON.stringify(body.error));
  return body.data.id;
};

const MISMATCH = {
  status: 422,
  code: 'IDEMPOTENCY_MISMATCH',
  details: [{ path: 'Idempotency-Key' }],
};

/** Everything that there is, wherever it may be. */
const recorded = async (journey: CheckedJourney) => {
  const { VpcPeeringConnections: connections = [] } = await journey
    .ec2As(PAYMENTS, 'us-east-1')
    .send(new DescribeVpcPeeringConnectionsCommand({}));
  return {
    requests: (await listReader(journey).wholeList(HUB, {})).map(({ id }) => id),
    connections: connections.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId),
    creates: journey.ec2.calls().filter(({ action }) => action === 'CreateVpcPeeringConnection').length,
  };
};

/** @param times how many calls come at once */
export const testIdempotency = (times: number) =>
  describe('idempotency', () => {
    const fewer = 2 * Math.round(times / 5);

    test('many at once with a key are one request, one connection, one answer', async () => {
      const journey = await ownJourney();
      const answers = await atOnce(times, () => submit(journey, keyed('nightly')));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      const [first, ...others] = answers.map(({ body }) => body);
      for (const other of others) expect(other).toEqual(first);
      expect(answers.filter((answer) => !isReplayed(answer))).toHaveLength(1);

      await journey.pass(SETTLED_SECONDS);
      const id = first?.success ? (first.data as RequestView).id : '';
      const { vpc_peering_connection_id } = await journey.request(id);
      expect(await recorded(journey)).toEqual({
        requests: [id],
        connections: [vpc_peering_connection_id],
        creates: 1,
      });
    });

    test('many at once without a key are one request, and the others are told of it', async () => {
      const journey = await ownJourney();
      const answers = await atOnce(times, () => submit(journey));
      const taken = answers.filter(({ status }) => status === 201);
      expect(taken).toHaveLength(1);
      const id = taken[0] ? idOf(taken[0]) : '';
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        expect(errorOf(answer)).toMatchObject({
          status: 409,
          code: 'CONFLICT',
          message: expect.stringContaining(id),
          details: [{ path: 'peer_vpc_id', peering_request_id: id }],
        });
        expect(isReplayed(answer)).toBe(false);
      }
      await journey.pass(SETTLED_SECONDS);
      const { vpc_peering_connection_id } = await journey.request(id);
      expect(await recorded(journey)).toEqual({
        requests: [id],
        connections: [vpc_peering_connection_id],
        creates: 1,
      });
    });

    test('many at once with a key each are one request too', async () => {
      const journey = await ownJourney();
      const answers = await atOnce(fewer, (n) => submit(journey, keyed(`key-${n}`)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(fewer - 1);
      expect(answers.filter(isReplayed)).toEqual([]);
      await journey.pass(SETTLED_SECONDS);
      expect(await recorded(journey)).toMatchObject({ requests: [expect.any(String)], creates: 1 });
    });

    test('two contents at once with one key: one is taken, the other is another request', async () => {
      const journey = await ownJourney();
      const other = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
      const answers = await atOnce(fewer, (n) => submit(journey, keyed('mixed'), n % 2 ? ACROSS : other));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 422]));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(fewer / 2);
      expect((await recorded(journey)).requests).toHaveLength(1);
    });

    test('the same key with any other content is a mismatch, and changes nothing', async () => {
      const journey = await ownJourney();
      const id = idOf(await submit(journey, keyed('one')));
      const { contact_email: _, ...withoutContact } = ACROSS;
      for (const other of [
        { ...ACROSS, justification: 'another reason' },
        { ...ACROSS, contact_email: 'paul@payments.example' },
        { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' },
        withoutContact,
      ]) {
        expect(errorOf(await submit(journey, keyed('one'), other))).toMatchObject(MISMATCH);
      }
      expect((await recorded(journey)).requests).toEqual([id]);
    });

    test('the same content in other words is the same content', async () => {
      const journey = await ownJourney();
      const first = await submit(journey, keyed('one'));
      const again = {
        ...Object.fromEntries(Object.entries(ACROSS).reverse()),
        vpc_owner_id: PAYMENTS,
        justification: ` ${ACROSS.justification} `,
        dry_run: false,
      };
      const answer = await submit(journey, keyed('one'), again);
      expect([answer.status, isReplayed(answer), answer.body]).toEqual([201, true, first.body]);
    });

    test('the same key of another account is another key', async () => {
      const journey = await ownJourney();
      const first = idOf(await submit(journey, keyed('one')));
      const theirs = {
        vpc_id: VPC.analyticsUs,
        peer_vpc_id: VPC.paymentsUs,
        peer_owner_id: PAYMENTS,
        justification: 'the other way',
      };
      const second = await submit(journey, keyed('one'), theirs, ANALYTICS);
      expect([second.status, isReplayed(second)]).toEqual([201, false]);
      expect(idOf(second)).not.toBe(first);
      // Not even with the very same content does the network team get what another was answered.
      const team = await submit(journey, keyed('one'), { ...ACROSS, vpc_owner_id: PAYMENTS }, HUB);
      expect(errorOf(team)).toMatchObject({ status: 409, code: 'CONFLICT' });
    });

    test('sessions of one role are one caller, and its roles are several', async () => {
      await ownJourney();
      const submitAs = async (role: string): Promise<[number, string | undefined]> => {
        const event = eventAs(`arn:aws:sts::${PAYMENTS}:assumed-role/${role}`, {
          body: ACROSS,
          headers: { 'idempotency-key': 'one' },
        });
        const { statusCode, headers } = (await invokeFunction('api/submit-request', event)) as {
          statusCode: number;
          headers: Record<string, string>;
        };
        return [statusCode, headers['idempotent-replayed']];
      };
      expect(await submitAs('Deployer/build-1')).toEqual([201, undefined]);
      expect(await submitAs('Deployer/build-2')).toEqual([201, 'true']);
      expect(await submitAs('Developer/rosa')).toEqual([409, undefined]);
    });

    test('a repeated submit has the first answer, however the request has gone on', async () => {
      const journey = await ownJourney();
      const first = await submit(journey, keyed('one'));
      const id = idOf(first);
      for (const goOn of [
        () => journey.pass(HOUR),
        async () => journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept'),
        () => journey.pass(HOUR),
        () => journey.call(PAYMENTS, 'POST', `${ROUTE}/${id}/cancel`, {}),
        () => journey.pass(HOUR),
        () => journey.call(HUB, 'DELETE', `/accounts/${ANALYTICS}`),
      ]) {
        await goOn();
        const again = await submit(journey, keyed('one'));
        expect([again.status, isReplayed(again), again.body]).toEqual([201, true, first.body]);
      }
      expect(await journey.request(id)).toMatchObject({ status: 'deleted' });
      expect((await recorded(journey)).creates).toBe(1);
    });

    test('a key is forgotten after 24 hours, and not before', async () => {
      const journey = await ownJourney();
      const first = await submit(journey, keyed('one'));
      await journey.call(PAYMENTS, 'POST', `${ROUTE}/${idOf(first)}/cancel`, {});
      await journey.pass(DAY - 1);
      expect(isReplayed(await submit(journey, keyed('one')))).toBe(true);
      await journey.pass(1);
      const second = await submit(journey, keyed('one'));
      expect([second.status, isReplayed(second)]).toEqual([201, false]);
      expect(idOf(second)).not.toBe(idOf(first));
      const again = await submit(journey, keyed('one'));
      expect([isReplayed(again), idOf(again)]).toEqual([true, idOf(second)]);
    });

    test('a key that stands for nothing is free: a refusal is not kept', async () => {
      const journey = await ownJourney();
      const overlapping = { ...ACROSS, peer_vpc_id: VPC.analyticsOverlap, peer_region: 'us-east-1' };
      expect((await submit(journey, keyed('one'), overlapping)).status).toBe(422);
      const taken = await submit(journey, keyed('one'));
      expect([taken.status, isReplayed(taken)]).toEqual([201, false]);
    });

    test('a key has 1 to 255 visible characters', async () => {
      const journey = await ownJourney();
      const none = ['', 'k'.repeat(256), 'a b', 'a\tb', 'clé'];
      for (const path of [ROUTE, `${ROUTE}/pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8/resubmit`]) {
        for (const key of none) {
          const answer = await journey.call(PAYMENTS, 'POST', path, path === ROUTE ? ACROSS : {}, keyed(key));
          expect(errorOf(answer)).toMatchObject({
            status: 400,
            code: 'VALIDATION_ERROR',
            details: [{ path: 'Idempotency-Key' }],
          });
        }
      }
      expect((await recorded(journey)).requests).toEqual([]);

      const visible = Array.from({ length: 94 }, (_, n) => String.fromCodePoint(33 + n)).join('');
      const toPartner = { peer_owner_id: PARTNER, peer_region: 'us-east-1', peer_vpc_id: VPC.partnerUs };
      for (const [key, body] of [
        [visible, ACROSS],
        ['k'.repeat(255), { ...ACROSS, ...toPartner }],
      ] as const) {
        const first = await submit(journey, keyed(key), body);
        expect(idOf(await submit(journey, keyed(key), body))).toBe(idOf(first));
      }
    });

    test('a resubmit is repeated like a submit: many at once are one request', async () => {
      const journey = await ownJourney();
      const { id } = await journey.submit();
      const path = `${ROUTE}/${id}/resubmit`;
      await journey.call(PAYMENTS, 'POST', `${ROUTE}/${id}/cancel`, {});
      await journey.pass(HOUR);

      const resubmit = (key: string, body: object = {}) =>
        journey.call<RequestView>(PAYMENTS, 'POST', path, body, keyed(key));
      const answers = await atOnce(times, () => resubmit('again'));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
      expect(answers.filter((answer) => !isReplayed(answer))).toHaveLength(1);
      expect(errorOf(await resubmit('again', { justification: 'another' }))).toMatchObject(MISMATCH);
      expect(errorOf(await submit(journey, keyed('again')))).toMatchObject(MISMATCH);

      const second = answers[0] ? idOf(answers[0]) : '';
      await journey.pass(HOUR);
      await journey.call(PAYMENTS, 'POST', `${ROUTE}/${second}/cancel`, {});
      await journey.pass(HOUR);
      expect(idOf(await resubmit('again'))).toBe(second);
      await journey.pass(DAY);
      const third = await resubmit('again');
      expect([isReplayed(third), idOf(third) === second]).toEqual([false, false]);
      expect((await recorded(journey)).requests).toHaveLength(3);
    });
  });
