import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as sfn from '@aws-sdk/client-sfn';
import type { Recording } from './recording.ts';

type Client = { send(command: object): Promise<unknown> };
type Constructors = Record<string, new (given: object) => Client>;

/** The packages with the client and commands of each service. */
const SERVICES: Readonly<Record<string, Constructors>> = {
  DynamoDBClient: dynamodb as unknown as Constructors,
  SFNClient: sfn as unknown as Constructors,
  EC2Client: ec2 as unknown as Constructors,
};

/**
 * Returns a function that repeats the calls with plain clients. Each call starts when the calls that the function had
 * waited for have returned, even if they return an error.
 */
export const createReplay = async ({ calls }: Recording): Promise<() => Promise<void>> => {
  const clients = new Map<object, Client>();
  for (const { client, service } of calls) {
    if (clients.has(client)) continue;
    const Bare = SERVICES[service]?.[service];
    if (!Bare) throw new Error(`${service} isn't in SERVICES. Add it in bench/latency/replay.ts.`);
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
    for (const { client, service, operation, input, waitsFor } of calls) {
      const Command = SERVICES[service]?.[operation];
      const bare = clients.get(client);
      if (!Command || !bare) throw new Error(`${service} has no ${operation}.`);
      const send = () => bare.send(new Command(input)).catch(() => undefined);
      made.push(
        waitsFor.length === 0 ? send() : Promise.all(waitsFor.map((place) => made[place])).then(send),
      );
    }
    await Promise.all(made);
  };
};
