import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { recordDecision } from '../../functions/domain/decision/record-decision.ts';
import type { Directory } from '../../functions/domain/directory/ports.ts';
import { verifyChain } from '../../functions/domain/request/audit.ts';
import { newRequest } from '../../functions/domain/request/change.ts';
import {
  AlreadyDecidedError,
  ForbiddenError,
  WindowClosedError,
} from '../../functions/domain/request/errors.ts';
import type {
  Decision,
  DecisionKind,
  PeeringRequest,
} from '../../functions/domain/request/peering-request.ts';
import type { Requests } from '../../functions/domain/request/ports.ts';
import type { TaskAnswer, TaskTokens } from '../../functions/domain/workflow/ports.ts';
import { anAccount } from '../domain/an-account.ts';
import { note, range } from './a-request.ts';
import { onEngine, openStore, type Store } from './engines.ts';

const NOW = new Date('2026-03-04T10:00:00.000Z');
const ENDS_AT = '2026-03-09T09:00:00.000Z';

const decision = (kind: DecisionKind, who: string, at = NOW.toISOString()): Decision => ({
  kind,
  by: { kind: 'approver', id: who },
  at,
});

/** Everybody below may decide. */
const directory: Pick<Directory, 'account'> = {
  account: async () =>
    anAccount({ approvers: ['anna', 'arun', 'ines', 'omar'].map((name) => `${name}@analytics.example`) }),
};

let counted = 0;

onEngine('decisions', (engine) => {
  let store: Store;
  let requests: Requests;

  beforeAll(async () => {
    store = await openStore(engine);
    requests = dynamodbRequests(store.db, store.tableName, store.transientTableName, () => NOW);
  });
  afterAll(() => store.close());

  /** A request that waits for a decision, as it was before its task token came. */
  const waiting = async (required_approvals = 1): Promise<PeeringRequest> => {
    const digits = String(++counted).padStart(8, '0');
    const { request, event } = newRequest(
      {
        id: `pr-01KJQ3Z9V8A1B2C3D4${digits}`,
        requester: { vpc_id: `vpc-a${digits.slice(1)}`, owner_id: '111111111111', region: 'us-east-1' },
        accepter: { vpc_id: `vpc-b${digits.slice(1)}`, owner_id: '222222222222', region: 'us-east-1' },
        justification: 'Payments reads the risk scores.',
        submitted_by: 'arn:aws:iam::111111111111:user/rosa',
        preflight: [],
        required_approvals,
      },
      { type: 'request-submitted', actor: { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' } },
      NOW,
    );
    await requests.create(request, event);
    const pending = await requests.commit(request, {
      status: 'pending-acceptance',
      set: { opened_at: NOW.toISOString(), expires_at: ENDS_AT },
      entry: { type: 'status-changed', actor: { kind: 'workflow', id: 'CreatePeering' } },
    });
    if (!pending) throw new Error('somebody else wrote a request of our own');
    return pending;
  };

  /** Task tokens that note what was told, and what the record said at that moment. */
  const listeningTokens = (answer = true) => {
    const told: { token: string; kind: TaskAnswer; onRecord: DecisionKind | undefined }[] = [];
    const taskTokens: TaskTokens = {
      sendDecision: async (token, id, kind) => {
        told.push({ token, kind, onRecord: (await requests.get(id))?.decision?.kind });
        return answer;
      },
      sendEnd: () => Promise.reject(new Error('nobody asked for an end')),
    };
    return { told, taskTokens };
  };

  it('are on the record before the workflow is woken, with the token that came meanwhile', async () => {
    const request = await waiting();
    await requests.storeTaskToken(request, 'token of the task');
    const { told, taskTokens } = listeningTokens();
    await recordDecision(request, decision('accept', 'anna@analytics.example'), undefined, {
      requests,
      directory,
      taskTokens,
    });
    expect(told).toEqual([{ token: 'token of the task', kind: 'accept', onRecord: 'accept' }]);
  });

  it('go to the token that replaced the one that was read with the record', async () => {
    const request = await waiting();
    await requests.storeTaskToken(request, 'first token');
    const read = (await requests.get(request.id)) ?? request;
    await requests.storeTaskToken(request, 'second token', 'first token');
    const { told, taskTokens } = listeningTokens();
    await recordDecision(read, decision('accept', 'anna@analytics.example'), undefined, {
      requests,
      directory,
      taskTokens,
    });
    expect(told).toEqual([{ token: 'second token', kind: 'accept', onRecord: 'accept' }]);
  });

  it('stand even when nobody waits, or the token has gone stale', async () => {
    const unwatched = await waiting();
    const { told, taskTokens } = listeningTokens(false);
    const decided = await recordDecision(unwatched, decision('reject', 'anna@analytics.example'), undefined, {
      requests,
      directory,
      taskTokens,
    });
    expect(decided.decision?.kind).toBe('reject');
    expect(told).toEqual([]);

    const stale = await waiting();
    await requests.storeTaskToken(stale, 'stale token');
    await recordDecision(stale, decision('reject', 'anna@analytics.example'), undefined, {
      requests,
      directory,
      taskTokens,
    });
    expect(told).toHaveLength(1);
    expect((await requests.get(stale.id))?.decision?.kind).toBe('reject');
  });

  it('clicked twice are one: nothing more is recorded, and the workflow is woken again', async () => {
    const request = await waiting();
    await requests.storeTaskToken(request, 'token of the task');
    const { told, taskTokens } = listeningTokens();
    const click = () =>
      recordDecision(request, decision('reject', 'anna@analytics.example'), undefined, {
        requests,
        directory,
        taskTokens,
      });
    const first = await click();
    const second = await click();
    expect(second).toMatchObject({ version: first.version, decision: first.decision });
    expect(await requests.events(request.id)).toHaveLength(3);
    expect(told.map(({ kind }) => kind)).toEqual(['reject', 'reject']);
  });

  it('wake the workflow once there are approvals enough, and not before', async () => {
    const request = await waiting(2);
    await requests.storeTaskToken(request, 'token of the task');
    const { told, taskTokens } = listeningTokens();
    const deps = { requests, directory, taskTokens };
    const half = await recordDecision(request, decision('accept', 'anna@analytics.example'), undefined, deps);
    expect(half.decision).toBeUndefined();
    expect(told).toEqual([]);
    // The second reads what the first had read.
    await recordDecision(request, decision('accept', 'arun@analytics.example'), undefined, deps);
    expect(told).toEqual([{ token: 'token of the task', kind: 'accept', onRecord: 'accept' }]);
    const approvals = (await requests.get(request.id))?.approvals.map(({ by }) => by.id);
    expect(approvals).toEqual(['anna@analytics.example', 'arun@analytics.example']);
  });

  it('are counted by the directory as it is when they are written, not as it was before another writer', async () => {
    const request = await waiting();
    const { told, taskTokens } = listeningTokens();
    const entries = [['anna@analytics.example'], ['arun@analytics.example']];
    const changing = { account: async () => anAccount({ approvers: entries.shift() ?? [] }) };
    await requests.commit(request, note('a mail'));
    // It reads the record and the entry, and loses to the mail: meanwhile Anna was taken out.
    await expect(
      recordDecision(request, decision('accept', 'anna@analytics.example'), undefined, {
        requests,
        directory: changing,
        taskTokens,
      }),
    ).rejects.toThrow(ForbiddenError);
    expect((await requests.get(request.id))?.approvals).toEqual([]);
    expect(told).toEqual([]);
  });

  it('by four people at once are one: the others are told whose, and the trail names all four', async () => {
    const request = await waiting();
    await requests.storeTaskToken(request, 'token of the task');
    const { told, taskTokens } = listeningTokens();
    const people = ['anna', 'arun', 'ines', 'omar'].map((name) => `${name}@analytics.example`);
    const attempts = await Promise.allSettled(
      people.map((who, index) =>
        recordDecision(request, decision(index % 2 ? 'reject' : 'accept', who), '192.0.2.7', {
          requests,
          directory,
          taskTokens,
        }),
      ),
    );

    const found = await requests.get(request.id);
    const winner = found?.decision?.by.id ?? 'nobody';
    expect(attempts.map(({ status }) => status === 'fulfilled')).toEqual(people.map((who) => who === winner));
    const refusals = attempts.filter((attempt) => attempt.status === 'rejected');
    for (const { reason } of refusals) {
      expect(reason).toBeInstanceOf(AlreadyDecidedError);
      expect((reason as Error).message).toContain(
        `${winner} already ${found?.decision?.kind}ed this request at ${found?.decision?.at}.`,
      );
    }
    expect(told).toEqual([
      { token: 'token of the task', kind: found?.decision?.kind, onRecord: found?.decision?.kind },
    ]);

    const trail = await requests.events(request.id);
    expect(verifyChain(trail, found?.audit_head ?? '')).toEqual({ valid: true, events: 6 });
    const recorded = trail.filter(({ type }) => type === 'decision-recorded');
    const refused = trail.filter(({ type }) => type === 'decision-refused');
    expect(recorded.map(({ actor }) => actor.id)).toEqual([winner]);
    expect(refused.map(({ actor }) => actor.id).sort()).toEqual(people.filter((who) => who !== winner));
  });

  it('that come after the window are refused, and the trail tells who tried', async () => {
    const request = await waiting();
    const { told, taskTokens } = listeningTokens();
    const late = decision('accept', 'anna@analytics.example', ENDS_AT);
    await expect(
      recordDecision(request, late, '192.0.2.7', { requests, directory, taskTokens }),
    ).rejects.toThrow(WindowClosedError);
    expect((await requests.get(request.id))?.decision).toBeUndefined();
    expect((await requests.events(request.id)).at(-1)).toMatchObject({
      type: 'decision-refused',
      actor: { kind: 'approver', id: 'anna@analytics.example' },
      source_ip: '192.0.2.7',
      reason: 'accept: This request can’t be decided: it is expired.',
    });
    expect(told).toEqual([]);
  });

  it('that come late under ever other session names are recorded up to a limit, and counted after it', async () => {
    const request = await waiting();
    const { taskTokens } = listeningTokens();
    const attempt = (session: number) => {
      const by = {
        kind: 'caller',
        id: `arn:aws:sts::111111111111:assumed-role/Developer/${session}`,
      } as const;
      return recordDecision(request, { kind: 'cancel', by, at: ENDS_AT }, undefined, {
        requests,
        directory,
        taskTokens,
      });
    };
    for (const session of range(60)) await expect(attempt(session)).rejects.toThrow(WindowClosedError);
    await Promise.allSettled([attempt(0), attempt(1), attempt(100), attempt(101)]);

    const trail = await requests.events(request.id);
    expect(trail.filter(({ type }) => type === 'decision-refused')).toHaveLength(20);
    const found = await requests.get(request.id);
    expect(found?.refused_again).toBe(60 + 4 - 20);
    expect(verifyChain(trail, found?.audit_head ?? '')).toEqual({ valid: true, events: trail.length });

    // A change of the record that began before the last attempt was counted keeps the count.
    if (!found) throw new Error('no record');
    await expect(attempt(102)).rejects.toThrow(WindowClosedError);
    expect(await requests.commit(found, note('nothing'))).toMatchObject({ version: found.version + 1 });
    expect(await requests.get(request.id)).toMatchObject({ refused_again: 60 + 5 - 20 });
  });
});
