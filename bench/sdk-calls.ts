import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What every client of the SDK has in common. */
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
      options: { step: 'initialize' | 'build'; name: string; override: true },
    ): void;
  };
};
type Send = (this: SdkClient, command: Command, ...rest: unknown[]) => Promise<unknown>;

/** A call of AWS, with its input as it goes out: a document client's is that of the client below it. */
export type SdkCall = { client: SdkClient; service: string; operation: string; input: object };

export type SdkListener = {
  /** Before the call goes out; may change what it asks for. */
  asks?: (call: Pick<SdkCall, 'service' | 'operation' | 'input'>) => void;
  sends?: (call: SdkCall) => void;
  answered?: (call: SdkCall, output: object | undefined) => void;
};

/** All clients inherit their `send` from one class. */
const ANCESTOR = Object.getPrototypeOf(DynamoDBClient.prototype) as { send: Send };

/** Hears of every call that any client in this process makes from now on. Returns how to stop. */
export const listenToSdk = ({ asks, sends, answered }: SdkListener): (() => void) => {
  const { send } = ANCESTOR;
  ANCESTOR.send = function (command, ...rest) {
    // A document client's command brings its stack along twice.
    const once = (part: string) => ({ name: `peerway-bench-${part}`, override: true }) as const;
    command.middlewareStack.add(
      (next, { clientName, commandName }) =>
        (args) => {
          asks?.({ service: clientName, operation: commandName, input: args.input });
          return next(args);
        },
      { step: 'initialize', ...once('asks') },
    );
    command.middlewareStack.add(
      (next, { clientName, commandName }) =>
        async (args) => {
          const call = { client: this, service: clientName, operation: commandName, input: args.input };
          sends?.(call);
          let output: object | undefined;
          try {
            const result = await next(args);
            output = result.output;
            return result;
          } finally {
            answered?.(call, output);
          }
        },
      { step: 'build', ...once('sends') },
    );
    return send.call(this, command, ...rest);
  };
  return () => {
    ANCESTOR.send = send;
  };
};
