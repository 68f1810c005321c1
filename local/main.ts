import { parseArgs, styleText } from 'node:util';
import { announcedLine } from './announced-line.ts';
import { createBoardLink } from './board-link.ts';
import { cliEnvironment } from './cli-environment.ts';
import { findDecisionLinks } from './mail-links.ts';
import { VPC } from './seed.ts';
import { MOST_ACCOUNTS } from './seed-company.ts';
import { signedFetch } from './signed-fetch.ts';
import { type Stack, startStack } from './stack.ts';
import { startCompany } from './start-company.ts';

const HELP = `Runs Peerway on this machine: the API, the workflow, an EC2 emulator, an inbox and a clock.

Usage: npm start -- [options]

  --port PORT    port of the API on 127.0.0.1              (default: 3000)
  --speed N      virtual seconds per real second           (default: 1; 10080 runs seven days in a minute)
  --accounts N   start with a company of this many accounts, 4 to ${MOST_ACCOUNTS}, and eight days of its requests:
                 takes about half a second for each
  --data DIR     save tables, connections and time here    (default: nothing is saved)
  --throttle     throttle calls of EC2 and Step Functions as AWS does
  --help         show this help

Examples:
  npm start
  npm start -- --speed 10080
  npm start -- --accounts 100
  npm start -- --port 4000 --data .peerway
`;

const print = (text = ''): void => void process.stdout.write(`${text}\n`);

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      speed: { type: 'string', default: '1' },
      accounts: { type: 'string' },
      data: { type: 'string' },
      throttle: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('--port must be a whole number from 0 to 65535, such as 3000.');
  const speed = Number(values.speed);
  if (!(speed >= 0 && speed <= 1_000_000))
    throw new Error('--speed must be a number from 0 to 1000000, such as 10080.');
  const members = values.accounts === undefined ? undefined : Number(values.accounts);
  if (members !== undefined && !(Number.isInteger(members) && members >= 4 && members <= MOST_ACCOUNTS))
    throw new Error(`--accounts must be a whole number from 4 to ${MOST_ACCOUNTS}, such as 300.`);
  const { help, data, throttle: throttles } = values;
  return { help, port, speed, members, throttles, ...(data && { dataDir: data }) };
};

const SAMPLE_REQUEST = {
  vpc_id: VPC.paymentsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: '222222222222',
  peer_region: 'eu-west-1',
  justification: 'Payments writes settlement files to the analytics lake.',
  contact_email: 'priya@payments.example',
};

const ANOTHER_REQUEST = {
  vpc_id: VPC.paymentsEu,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsUs,
  peer_owner_id: '222222222222',
  peer_region: 'us-east-1',
  justification: 'Fraud scoring reads payment events.',
  contact_email: 'priya@payments.example',
};

/** Long enough for EC2 to open the acceptance window and for the first email to be sent. */
const SAMPLE_SETTLES_MS = 10_000;

type Conflict = { error: { details: { peering_request_id?: string }[] } };

type Sample = { id: string; lines: string[] };

const submitSample = async (stack: Stack): Promise<Sample> => {
  const response = await signedFetch('111111111111', `${stack.endpoints.api}/peering-requests`, {
    method: 'POST',
    body: JSON.stringify(SAMPLE_REQUEST),
  });
  if (response.status === 409) {
    const { error } = (await response.json()) as Conflict;
    const id = error.details.find(({ peering_request_id }) => peering_request_id)?.peering_request_id ?? 'ID';
    return { id, lines: [`The sample request already exists: ${styleText('bold', id)}`] };
  }
  if (response.status !== 201)
    throw new Error(`Submitting the sample request failed with HTTP ${response.status}.`);
  const { id } = ((await response.json()) as { data: { id: string } }).data;
  await stack.clock.advance(SAMPLE_SETTLES_MS);
  const [link] = await findDecisionLinks(stack.inbox, id);
  return {
    id,
    lines: [
      `Sample request, waiting for a decision: ${styleText('bold', id)}`,
      `  decision link   ${styleText('cyan', link?.url ?? 'not sent yet; open the inbox in a moment')}`,
    ],
  };
};

const optionsOf = (request: Record<string, string>): string =>
  Object.entries(request)
    .map(([name, value]) => `--${name.replaceAll('_', '-')} ${/[^\w@.-]/.test(value) ? `'${value}'` : value}`)
    .join(' ');

const curlCommand = (account: string, api: string, path: string, rest = ''): string =>
  `curl -s --aws-sigv4 aws:amz:us-east-1:execute-api --user ${account}:local ${api}${path}${rest}`;

const printOverview = (
  { endpoints: { api, ec2, states, dynamodb, inbox } }: Stack,
  sample: Sample,
  board: string,
): void => {
  const row = (name: string, url: string) => print(`  ${name.padEnd(16)}${styleText('cyan', url)}`);
  print(styleText('bold', 'Peerway is running on this machine.'));
  print();
  row('in a browser', api);
  row('API', api);
  row('inbox', inbox);
  row('board', board);
  row('EC2 and STS', ec2);
  row('Step Functions', states);
  row('DynamoDB', dynamodb);
  row('announcements', `${api}/_local/announcements`);
  row('clock', `${api}/_local`);
  print();
  for (const line of sample.lines) print(line);
  print();
  print(styleText('bold', 'Use the command line, as account 111111111111'));
  print(`  ${cliEnvironment(api)}`);
  print(`  npx peerway show ${sample.id}`);
  print(`  npx peerway open ${sample.id}`);
  print(`  npx peerway audit ${sample.id}`);
  print('  npx peerway --help');
  print(styleText('bold', 'Submit another request'));
  print(`  npx peerway submit ${optionsOf(ANOTHER_REQUEST)}`);
  print(styleText('bold', 'With curl'));
  print(
    `  ${curlCommand('111111111111', api, '/peering-requests', ` \\\n    -d '${JSON.stringify(ANOTHER_REQUEST)}'`)}`,
  );
  print(`  ${curlCommand('111111111111', api, `/peering-requests/${sample.id}`)}`);
  print(`  ${curlCommand('111111111111', api, `/peering-requests/${sample.id}/events`)}`);
  print(styleText('bold', 'Describe the connection in EC2, as the accepter'));
  print('  AWS_ACCESS_KEY_ID=222222222222 AWS_SECRET_ACCESS_KEY=local \\');
  print(`    aws ec2 describe-vpc-peering-connections --region eu-west-1 --endpoint-url ${ec2}`);
  print(styleText('bold', 'Move the clock forward by one day'));
  print(`  curl -s ${api}/_local/clock -d '{"advance_seconds": 86400}'`);
  print();
  print('Press Ctrl-C to stop.');
};

const main = async (): Promise<void> => {
  const { help, members, ...options } = readOptions();
  if (help) return print(HELP);
  const stack = await (members === undefined ? startStack(options) : startCompany(members, options, print));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stack.close().then(() => process.exit(0)));
  }
  // Those of the sample are shown below the overview; those of a company's earlier requests are too many.
  const earlier: string[] = [];
  let show = (line: string): void => void earlier.push(line);
  stack.topics.onPublish((published) => {
    const line = announcedLine(published);
    if (line) show(line);
  });
  printOverview(stack, await submitSample(stack), await createBoardLink(stack.endpoints.api));
  print();
  show = print;
  earlier.forEach(print);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
