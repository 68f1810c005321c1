import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateVpcPeeringConnectionCommand, EC2Client } from '@aws-sdk/client-ec2';
import { startStack } from '../../local/stack.ts';
import type { Measure } from '../bench.ts';
import type { Row } from '../row.ts';
import { COMPANY, pairs } from '../windows/company.ts';

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-1'];
const CONNECTIONS = 600;
const SLOW_CALL_MS = 4000;
const ROUNDS = ['first', 'unchanged'] as const;

/**
 * One round of the register over all accounts of the company in five Regions, with a thousand connections made outside
 * Peerway. One account takes four seconds for each call of EC2, another refuses its roles. The first round writes all
 * entries, the next one finds nothing new.
 */
export const registerRound: Measure = async function* (progress) {
  const accounts = COMPANY.map((account) => ({ ...account, onboarded: true }));
  const stack = await startStack({
    speed: 0,
    schedules: false,
    accounts,
    ec2: { pendingQuota: CONNECTIONS, activeQuota: CONNECTIONS },
  });
  const [slow, shut] = accounts.slice(-2).map(({ account_id }) => account_id);
  const proxy = await slowDown(stack.endpoints.ec2, slow ?? '');
  try {
    Object.assign(process.env, {
      REGIONS: REGIONS.join(','),
      AWS_ENDPOINT_URL_EC2: proxy.url,
      AWS_ENDPOINT_URL_STS: proxy.url,
    });
    stack.ec2.changeRoles(shut ?? '', {});
    progress(`creating ${CONNECTIONS} connections`);
    await createConnections(stack.endpoints.ec2);
    await stack.clock.advance(60_000);
    const idle = process.memoryUsage.rss();
    for (const round of ROUNDS) {
      progress(`${round} round over ${accounts.length} accounts`);
      proxy.reset();
      const startedAt = performance.now();
      const report = await runRound();
      const seconds = (performance.now() - startedAt) / 1000;
      progress(JSON.stringify(report));
      const row = rowOf(`register round, ${round}: ${accounts.length} accounts × ${REGIONS.length} Regions`);
      yield row('calls', proxy.calls(), 'EC2 and STS', 'for information');
      yield row('time', seconds, 's', '≤ 300 on AWS');
      yield row('memory', (process.resourceUsage().maxRSS * 1024 - idle) / 1e6, 'MB', '≤ 1024 on AWS');
    }
  } finally {
    await proxy.close();
    await stack.close();
  }
};

/** Without the function around it: locally, a function has 30 seconds. */
const runRound = async () => {
  const { updateRegister } = await import('../../functions/domain/register/update-register.ts');
  const wiring = await import('../../functions/wiring.ts');
  const { report } = await updateRegister({
    directory: wiring.directory(),
    connections: wiring.connections(),
    register: wiring.register(),
    accountLooks: wiring.accountLooks(),
    requests: wiring.requests(),
    regions: wiring.regions(),
    clock: wiring.clock,
  });
  return report;
};

const rowOf =
  (name: string) =>
  (figure: string, value: number, unit: string, aim: string): Row => ({
    name: `${name}, ${figure}`,
    value,
    unit,
    floor: null,
    ratio: null,
    aim,
  });

const createConnections = async (endpoint: string): Promise<void> => {
  for (const { requester, accepter } of pairs(CONNECTIONS)) {
    const client = new EC2Client({
      endpoint,
      region: requester.region,
      credentials: { accessKeyId: requester.owner_id, secretAccessKey: 'local' },
    });
    await client.send(
      new CreateVpcPeeringConnectionCommand({
        VpcId: requester.vpc_id,
        PeerVpcId: accepter.vpc_id,
        PeerOwnerId: accepter.owner_id,
        PeerRegion: accepter.region,
      }),
    );
    client.destroy();
  }
};

/** Passes calls on to the emulator, counts them, and takes its time with those of one account. */
const slowDown = async (target: string, account: string) => {
  const slowKeys = new Set<string>();
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const authorization = request.headers.authorization ?? '';
    if ([...slowKeys].some((key) => authorization.includes(key))) await pause(SLOW_CALL_MS);
    const { authorization: _, ...headers } = request.headers;
    const answer = await fetch(target + request.url, {
      method: request.method ?? 'POST',
      headers: {
        authorization,
        'content-type': headers['content-type'] ?? '',
        ...(headers['x-amz-date'] && { 'x-amz-date': String(headers['x-amz-date']) }),
        ...(headers['x-amz-security-token'] && {
          'x-amz-security-token': String(headers['x-amz-security-token']),
        }),
      },
      body,
    });
    const text = await answer.text();
    const key = /<AccessKeyId>(\w+)</.exec(text)?.[1];
    if (key && body.includes(account)) slowKeys.add(key);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/xml' });
    response.end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    reset: () => {
      calls = 0;
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
};
