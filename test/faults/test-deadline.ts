import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { settle } from './cohort.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { violations } from './invariants/check.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';
import { expiredMeanwhile } from './refusals.ts';

const HOUR = 3600;
const MINUTE = 60;
const ANNA = 'anna@analytics.example';

/** Seconds from EC2's ExpirationTime, by EC2's own clock, to the moment at which the form is sent. */
const MOMENTS = [-90, -30, -2, 0, 2, 30, 90];

const VERDICTS = { 200: 'recorded', 410: 'too late' } as const;

/** Decisions around a deadline, by clocks that differ by so many seconds. */
export const testDeadline = (title: string, ec2AheadSeconds: number): void => {
  describe(title, () => {
    let stack: FaultyStack;
    beforeAll(async () => {
      stack = await startFaultyStack({ ec2: { windowSeconds: HOUR }, ec2AheadSeconds });
    });
    afterAll(() => stack.close());

    const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

    /** Opens the form early, and sends it at that moment of EC2's. */
    const decideAt = async (people: People, kind: string, moment: number) => {
      await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
      await wait(MINUTE);
      const link = (await people.linkOf(ANNA)) ?? '';
      const form_token =
        /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
      const { expires_at = '' } = await people.record();
      const ours = (Date.parse(expires_at) - stack.local.clock.now().getTime()) / 1000 - ec2AheadSeconds;
      await wait(ours + moment);
      const body = new URLSearchParams({ decision: kind, comment: 'at the last moment', form_token });
      const { status } = await fetch(link, { method: 'POST', body });
      await wait(5 * MINUTE);
      await settle(stack);
      return { told: VERDICTS[status as keyof typeof VERDICTS], page: await (await fetch(link)).text() };
    };

    const left = async (people: People): Promise<Evidence> => {
      const { id } = await people.record();
      const evidence = (await gatherEvidence(stack, [id], () => 0)).get(id);
      if (!evidence) throw new Error(`${id} is lost`);
      return evidence;
    };

    test.each(
      MOMENTS.flatMap(
        (moment) =>
          [
            ['accept', moment, 'active'],
            ['reject', moment, 'rejected'],
          ] as const,
      ),
    )(
      '%s, %i s from the end: the record says what EC2 says, and people are told so',
      async (kind, moment, wanted) => {
        const people = new People(`${kind} ${moment}`, stack, wait);
        const { told, page } = await decideAt(people, kind, moment);
        // It is ours to take it down, by our clock; and EC2's to take it, by its own.
        const isOurs = moment < ec2AheadSeconds;
        const isTaken = isOurs && moment < 0;
        expect(told).toBe(isOurs ? 'recorded' : 'too late');

        const evidence = await left(people);
        const acknowledged = isOurs ? [{ by: ANNA, kind }] : [];
        expect(violations(evidence, { acknowledged, approvers: [ANNA] })).toEqual([]);
        const { record, mails } = evidence;
        expect(record.status).toBe(isTaken ? wanted : 'expired');
        if (!isTaken) expectTruthOfExpiry(record, page, mails.map(({ text }) => text).join('\n'));
      },
    );

    /** Of an answer that came in time for us, and not for EC2, nobody is told that there was none. */
    const expectTruthOfExpiry = ({ decision }: PeeringRequest, page: string, mails: string) => {
      expect(page).toContain('Expired');
      expect(page).not.toContain('EC2 sets up the connection');
      for (const text of [page, mails]) {
        if (decision) expect(text).not.toContain('Nobody decided');
        else expect(text).toContain('Nobody decided');
      }
      if (decision) expect(page).toContain('the decision reached EC2 after its deadline');
    };

    test('an accept that EC2 refuses because it expired meanwhile', async () => {
      const people = new People('meanwhile', stack, wait);
      const refused: string[] = [];
      stack.layer.setRule(({ operation, id }) => {
        if (operation !== 'AcceptVpcPeeringConnection') return undefined;
        refused.push(id);
        return { answer: expiredMeanwhile };
      });
      const { told, page } = await decideAt(people, 'accept', Math.min(0, ec2AheadSeconds) - 2);
      stack.layer.setRule(undefined);
      expect(told).toBe('recorded');
      expect(refused.length).toBeGreaterThan(0);

      const evidence = await left(people);
      expect(
        violations(evidence, { acknowledged: [{ by: ANNA, kind: 'accept' }], approvers: [ANNA] }),
      ).toEqual([]);
      expect(evidence.record.status).toBe('expired');
      expectTruthOfExpiry(evidence.record, page, evidence.mails.map(({ text }) => text).join('\n'));
    });
  });
};
