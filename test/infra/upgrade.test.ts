import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  paginateGetExecutionHistory,
  SFNClient,
  StopExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { LIVE } from '../../local/stack.ts';
import { moveLinksBack } from '../api/raw-table.ts';
import { ACROSS, DAY, HOUR, type Journey, startJourney } from '../journey/journey.ts';

type Definition = { States: Record<string, Record<string, unknown>> };

/** Renames the state that waits, and adds one: whoever is in the midst of the old one knows neither. */
const changed = ({ States, ...rest }: Definition): Definition => {
  const { AskApprovers, ...others } = States;
  return JSON.parse(
    JSON.stringify({
      ...rest,
      States: { ...others, WaitForDecision: AskApprovers, AfterDecision: { Type: 'Pass', Next: 'Decision' } },
    })
      .replaceAll('"Next":"AskApprovers"', '"Next":"WaitForDecision"')
      .replaceAll('"Next":"Decision"', '"Next":"AfterDecision"')
      .replace('{"Type":"Pass","Next":"AfterDecision"}', '{"Type":"Pass","Next":"Decision"}'),
  );
};

const begin = async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  const sfn = new SFNClient({
    endpoint: journey.endpoints.states,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'local' },
  });
  const { stateMachineArn } = journey;
  const executionArn = (name: string) =>
    `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    journey,
    deploy: async () => {
      const { definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      const next = changed(JSON.parse(definition ?? ''));
      const { stateMachineVersionArn } = await sfn.send(
        new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(next), publish: true }),
      );
      await sfn.send(
        new UpdateStateMachineAliasCommand({
          stateMachineAliasArn: `${stateMachineArn}:${LIVE}`,
          routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
        }),
      );
    },
    /** The alias that started the execution, and the version that it runs. */
    startedBy: async (name: string) => {
      const { stateMachineAliasArn, stateMachineVersionArn } = await sfn.send(
        new DescribeExecutionCommand({ executionArn: executionArn(name) }),
      );
      return [stateMachineAliasArn, stateMachineVersionArn].map((arn) => arn?.split(':').at(-1));
    },
    kill: (name: string) => sfn.send(new StopExecutionCommand({ executionArn: executionArn(name) })),
    statesOf: async (name: string): Promise<Set<string>> => {
      const states = new Set<string>();
      const pages = paginateGetExecutionHistory({ client: sfn }, { executionArn: executionArn(name) });
      for await (const { events = [] } of pages) {
        for (const { stateEnteredEventDetails } of events) {
          if (stateEnteredEventDetails?.name) states.add(stateEnteredEventDetails.name);
        }
      }
      return states;
    },
  };
};

const accept = async (journey: Journey, id: string): Promise<void> => {
  const { status } = await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  expect(status).toBe(200);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active', decision: { kind: 'accept' } });
  expect((await journey.trail(id)).chain.valid).toBe(true);
};

test('a window that runs while the state machine changes ends by the old definition, a later one by the new', async () => {
  const { journey, deploy, startedBy, statesOf } = await begin();
  const old = await journey.submit();
  await journey.pass(2 * DAY);

  await deploy();
  const fresh = await journey.submit({ ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' });
  await journey.pass(DAY);

  expect(await startedBy(old.id)).toEqual([LIVE, '1']);
  expect(await startedBy(fresh.id)).toEqual([LIVE, '2']);

  await accept(journey, fresh.id);
  await accept(journey, old.id);
  expect(await statesOf(old.id)).toEqual(
    new Set(['CreatePeering', 'AskApprovers', 'Decision', 'AcceptPeering', 'RecordOutcome']),
  );
  expect(await statesOf(fresh.id)).toEqual(
    new Set([
      'CreatePeering',
      'WaitForDecision',
      'AfterDecision',
      'Decision',
      'AcceptPeering',
      'RecordOutcome',
    ]),
  );
});

test('a window that closes under the old definition after the change is recorded as expired', async () => {
  const { journey, deploy, statesOf } = await begin();
  const { id } = await journey.submit();
  await journey.pass(3 * DAY);
  await deploy();
  await journey.pass(5 * DAY);
  expect(await journey.request(id)).toMatchObject({ status: 'expired' });
  expect(await statesOf(id)).toContain('AskApprovers');
});

test('an execution that the change leaves dead is followed anew, by the new definition, from the record', async () => {
  const { journey, deploy, kill, statesOf } = await begin();
  const { id } = await journey.submit();
  await journey.pass(DAY);
  await deploy();
  await kill(id);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  await accept(journey, id);
  expect(await statesOf(`${id}-2`)).toContain('WaitForDecision');
});

test('a link that version 0.1 kept in the table of requests opens and decides, by each of its forms once', async () => {
  const { journey } = await begin();
  const { id } = await journey.submit();
  const link = await journey.linkOf('anna@analytics.example', id);
  await moveLinksBack(journey.endpoints.dynamodb);

  const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
  const send = (decision: string) =>
    fetch(link, { method: 'POST', body: new URLSearchParams({ decision, form_token, comment: 'ok' }) });
  expect((await send('accept')).status).toBe(200);
  // A form that could be used again would be answered by a conflict, and recorded as one.
  expect((await send('reject')).status).toBe(200);
  expect((await journey.trail(id)).events.map(({ type }) => type)).not.toContain('decision-refused');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active', decision: { kind: 'accept' } });
});
