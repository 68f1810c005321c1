import { parseArgs, styleText } from 'node:util';
import { findDecisionLinks } from './mail-links.ts';
import { HUB_ACCOUNT_ID, VPC } from './seed.ts';
import { signedFetch } from './signed-fetch.ts';
import { type Stack, startStack } from './stack.ts';

const HELP = `Peerway on this machine: the API, the workflow, EC2's peering, the inbox and the clock.

Usage: npm start -- [options]

  --port PORT    where the API listens on 127.0.0.1        (default 3000)
  --speed N      virtual seconds in a real one             (default 1; 10080 runs seven days in a minute)
  --data DIR     keep tables, connections and time there   (default: nothing outlives the process)
  --help         this text

Examples:
  npm start
  npm start -- --speed 10080
  npm start -- --port 4000 --data .peerway
`;

const print = (text = ''): void => void process.stdout.write(`${text}\n`);

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      speed: { type: 'string', default: '1' },
      data: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port.`);
  const speed = Number(values.speed);
  if (!(speed >= 0 && speed <= 1_000_000))
    throw new Error(`--speed ${values.speed} is not from 0 to 1000000.`);
  return { help: values.help, port, speed, ...(values.data && { dataDir: values.data }) };
};

const SAMPLE = {
  vpc_id: VPC.paymentsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: '222222222222',
  peer_region: 'eu-west-1',
  justification: 'Payments writes settlement files to the analytics lake.',
  contact_email: 'priya@payments.example',
};

const ANOTHER = {
  vpc_id: VPC.paymentsEu,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsUs,
  peer_owner_id: '222222222222',
  peer_region: 'us-east-1',
  justification: 'Fraud scoring reads payment events.',
};

/** Long enough for EC2 to open the window, so that the first mail is there when the addresses are printed. */
const SAMPLE_SETTLES_MS = 10_000;

const submitSample = async (stack: Stack): Promise<string[]> => {
  const response = await signedFetch('111111111111', `${stack.endpoints.api}/peering-requests`, {
    method: 'POST',
    body: JSON.stringify(SAMPLE),
  });
  if (response.status === 409) return ['The sample request is there already.'];
  if (response.status !== 201) throw new Error(`The sample request was answered ${response.status}.`);
  const { data } = (await response.json()) as { data: { id: string } };
  await stack.clock.advance(SAMPLE_SETTLES_MS);
  const [link] = await findDecisionLinks(stack.inbox, data.id);
  return [
    `A sample request waits for a decision: ${styleText('bold', data.id)}`,
    `  decide it       ${styleText('cyan', link?.url ?? 'its mail is not there yet: look in the inbox')}`,
  ];
};

const boardLink = async (stack: Stack): Promise<string> => {
  const response = await signedFetch(HUB_ACCOUNT_ID, `${stack.endpoints.api}/board-links`, {
    method: 'POST',
  });
  if (response.status !== 201) throw new Error(`The link to the board was answered ${response.status}.`);
  return ((await response.json()) as { data: { url: string } }).data.url;
};

const curl = (account: string, api: string, path: string, rest = ''): string =>
  `curl -s --aws-sigv4 aws:amz:us-east-1:execute-api --user ${account}:local ${api}${path}${rest}`;

const tell = (
  { endpoints: { api, ec2, states, dynamodb, inbox } }: Stack,
  sample: string[],
  board: string,
): void => {
  const row = (name: string, url: string) => print(`  ${name.padEnd(16)}${styleText('cyan', url)}`);
  print(styleText('bold', 'Peerway runs on this machine.'));
  print();
  row('API', api);
  row('inbox', inbox);
  row('board', board);
  row('EC2 and STS', ec2);
  row('Step Functions', states);
  row('DynamoDB', dynamodb);
  row('clock', `${api}/_local`);
  print();
  for (const line of sample) print(line);
  print();
  print(styleText('bold', 'Submit another, as account 111111111111'));
  print(`  ${curl('111111111111', api, '/peering-requests', ` \\\n    -d '${JSON.stringify(ANOTHER)}'`)}`);
  print(styleText('bold', 'Follow a request, and its audit trail'));
  print(`  ${curl('111111111111', api, '/peering-requests/ID')}`);
  print(`  ${curl('111111111111', api, '/peering-requests/ID/events')}`);
  print(styleText('bold', 'Ask EC2 itself, as the accepter'));
  print('  AWS_ACCESS_KEY_ID=222222222222 AWS_SECRET_ACCESS_KEY=local \\');
  print(`    aws ec2 describe-vpc-peering-connections --region eu-west-1 --endpoint-url ${ec2}`);
  print(styleText('bold', 'Let a day pass'));
  print(`  curl -s ${api}/_local/clock -d '{"advance_seconds": 86400}'`);
  print();
  print('Ctrl-C ends it.');
};

const main = async (): Promise<void> => {
  const { help, ...options } = readOptions();
  if (help) return print(HELP);
  const stack = await startStack(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stack.close().then(() => process.exit(0)));
  }
  tell(stack, await submitSample(stack), await boardLink(stack));
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
