import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What all clients of the SDK have in common. */
type SdkClient = {
  config: {
    region: () => Promise<string>;
    credentials: () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
  };
};

type Handler = (args: { input: object }) => Promise<{ output: object }>;
type Context = { clientName: string; commandName: string };
type Command = {
  middlewareStack: {
    add(
      middleware: (next: Handler, context: Context) => Handler,
      options: {
        step: 'initialize' | 'build' | 'deserialize';
        priority?: 'low';
        name: string;
        override: true;
      },
    ): void;
  };
};
type Send = (this: SdkClient, command: Command, ...rest: unknown[]) => Promise<unknown>;

/** A call to AWS. For a document client, the input is that of the underlying client. */
export type SdkCall = { client: SdkClient; service: string; operation: string; input: object };

export type SdkListener = {
  /** Called first; it may change the input. */
  beforeCall?: (call: Pick<SdkCall, 'service' | 'operation' | 'input'>) => void;
  onSend?: (call: SdkCall) => void;
  afterCall?: (call: SdkCall, output: object | undefined) => void;
  /** Makes each attempt's round trip: the request is signed, so what it took to get credentials has ended. */
  onTrip?: <Response>(trip: () => Promise<Response>) => Promise<Response>;
};

/** All clients inherit their `send` from one class. */
const ANCESTOR = Object.getPrototypeOf(DynamoDBClient.prototype) as { send: Send };

/** Listens to the calls of every client in this process. Returns a function that stops listening. */
export const listenToSdk = ({ beforeCall, onSend, afterCall, onTrip }: SdkListener): (() => void) => {
  const { send } = ANCESTOR;
  ANCESTOR.send = function (command, ...rest) {
    // A document client's command adds its middleware stack twice.
    const once = (part: string) => ({ name: `peerway-bench-${part}`, override: true }) as const;
    command.middlewareStack.add(
      (next, { clientName, commandName }) =>
        (args) => {
          beforeCall?.({ service: clientName, operation: commandName, input: args.input });
          return next(args);
        },
      { step: 'initialize', ...once('before-call') },
    );
    command.middlewareStack.add(
      (next, { clientName, commandName }) =>
        async (args) => {
          const call = { client: this, service: clientName, operation: commandName, input: args.input };
          onSend?.(call);
          let output: object | undefined;
          try {
            const result = await next(args);
            output = result.output;
            return result;
          } finally {
            afterCall?.(call, output);
          }
        },
      { step: 'build', ...once('on-send') },
    );
    command.middlewareStack.add((next) => (args) => (onTrip ? onTrip(() => next(args)) : next(args)), {
      step: 'deserialize',
      priority: 'low',
      ...once('on-trip'),
    });
    return send.call(this, command, ...rest);
  };
  return () => {
    ANCESTOR.send = send;
  };
};
