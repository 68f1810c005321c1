import { functionsOf } from '../template/statements.ts';
import { resourcesOf, type Template } from '../template/synthesized.ts';
import { concrete, HUB } from './concrete.ts';
import type { Question } from './judge.ts';

/** What Lambda does by the functions' roles: it writes logs and traces, reads the stream, keeps what failed. */
export const runtimeQuestions = (template: Template): Question[] => {
  const { resolve, nameOf } = concrete(template, HUB.account);
  const functions = functionsOf(template);
  const entryOf = new Map(functions.map(({ id, entry }) => [nameOf(id), entry]));
  const ask = (who: string, resource: string, ...actions: string[]): Question[] =>
    actions.map((action) => ({ who, action, resource, owner: HUB.account, context: {} }));

  const ofAll = functions.flatMap(({ entry, properties }) => {
    const { LogGroup } = resolve(properties['LoggingConfig']) as { LogGroup: string };
    const stream = `arn:aws:logs:${HUB.region}:${HUB.account}:log-group:${LogGroup}:log-stream:a`;
    return [
      ...ask(entry, stream, 'logs:CreateLogStream', 'logs:PutLogEvents'),
      ...ask(entry, '*', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords'),
    ];
  });

  const ofSome = ['AWS::Lambda::EventSourceMapping', 'AWS::Lambda::EventInvokeConfig'].flatMap((type) =>
    resourcesOf(template, type).flatMap(([, { Properties }]) => {
      const { FunctionName, EventSourceArn, DestinationConfig } = resolve(Properties) as {
        FunctionName: string;
        EventSourceArn?: string;
        DestinationConfig: { OnFailure: { Destination: string } };
      };
      const entry = entryOf.get(FunctionName) ?? FunctionName;
      const { Destination } = DestinationConfig.OnFailure;
      const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((each) => `dynamodb:${each}`);
      return [
        ...ask(entry, Destination, 'sqs:SendMessage'),
        ...(EventSourceArn ? ask(entry, EventSourceArn, ...reading) : []),
        ...(EventSourceArn ? ask(entry, '*', 'dynamodb:ListStreams') : []),
      ];
    }),
  );
  return [...ofAll, ...ofSome];
};
