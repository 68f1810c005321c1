import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as sfn from '@aws-sdk/client-sfn';
import type { Recording } from './recording.ts';

type Client = { send(command: object): Promise<unknown> };
type Constructors = Record<string, new (given: object) => Client>;

/** Clients and commands by their names. */
const SERVICES: Readonly<Record<string, Constructors>> = {
  DynamoDBClient: dynamodb as unknown as Constructors,
  SFNClient: sfn as unknown as Constructors,
  EC2Client: ec2 as unknown as Constructors,
};

/**
 * The same calls again by clients with nothing around them, each as soon as those are answered that the function
 * had waited for. An answer that is an error is one here, too.
 */
export const replayOf = async ({ calls }: Recording): Promise<() => Promise<void>> => {
  const clients = new Map<object, Client>();
  for (const { client, service } of calls) {
    if (clients.has(client)) continue;
    const Bare = SERVICES[service]?.[service];
    if (!Bare)
      throw new Error(`${service}: the bench knows no such client. Say so in bench/latency/replay.ts.`);
    const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
    clients.set(
      client,
      new Bare({
        region: await client.config.region(),
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
      }),
    );
  }
  return async () => {
    const made: Promise<unknown>[] = [];
    for (const { client, service, operation, input, after } of calls) {
      const Command = SERVICES[service]?.[operation];
      const bare = clients.get(client);
      if (!Command || !bare) throw new Error(`${service} has no ${operation}.`);
      const send = () => bare.send(new Command(input)).catch(() => undefined);
      made.push(after.length === 0 ? send() : Promise.all(after.map((place) => made[place])).then(send));
    }
    await Promise.all(made);
  };
};
