import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { parseEndpoint } from '../../cli/client/endpoint.ts';
import { UsageError } from '../../cli/errors.ts';
import type { Deployment } from './deployment.ts';

const HELP = `Tests a deployed Peerway with a real request: checks it, submits it, follows it and withdraws it. The request
is between two VPCs that you name. Nobody has to accept it.

Usage: npm run test:deployed -- --endpoint URL [options]

  --endpoint URL        URL of the API: the stack's output Endpoint
  --vpc-id ID           requester VPC, in the account that signs; without it, the suite submits no request
  --vpc-region REGION   Region of the requester VPC              (default: the hub's Region)
  --peer-vpc-id ID      accepter VPC
  --peer-owner-id ID    account of the accepter VPC              (default: the same account)
  --peer-region REGION  Region of the accepter VPC               (default: the Region of the requester VPC)
  --link URL            link in an approver's email: tests its page without deciding
  --decide DECISION     also submit that page's form: accept or reject
  --region REGION       Region to sign for                       (default: from the endpoint, or AWS_REGION)
  --profile NAME        profile in the AWS configuration         (default: the SDK's credential chain)
  --token TOKEN         token of the issuer, if the API uses tokens instead of signatures
  --patience SECONDS    how long to wait for EC2                 (default: 300)
`;

const readOptions = (): Deployment | undefined => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      endpoint: text,
      'vpc-id': text,
      'vpc-region': text,
      'peer-vpc-id': text,
      'peer-owner-id': text,
      'peer-region': text,
      link: text,
      decide: text,
      region: text,
      profile: text,
      token: text,
      patience: { ...text, default: '300' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { url, region } = parseEndpoint(values.endpoint);
  if (Boolean(values['vpc-id']) !== Boolean(values['peer-vpc-id'])) {
    throw new UsageError('Use --vpc-id and --peer-vpc-id together.');
  }
  if (values.decide && !(values.link && /^(?:accept|reject)$/.test(values.decide))) {
    throw new UsageError('--decide must be accept or reject, and needs --link.');
  }
  return {
    endpoint: url,
    region: values.region ?? region ?? process.env['AWS_REGION'] ?? 'us-east-1',
    profile: values.profile,
    token: values.token,
    link: values.link,
    decide: values.decide,
    patience_seconds: Number(values.patience),
    submission: values['vpc-id']
      ? {
          vpc_id: values['vpc-id'],
          vpc_region: values['vpc-region'],
          peer_vpc_id: values['peer-vpc-id'],
          peer_owner_id: values['peer-owner-id'],
          peer_region: values['peer-region'],
          justification: 'npm run test:deployed submits this request as a test, and withdraws it.',
        }
      : undefined,
  };
};

const main = async (): Promise<void> => {
  const deployment = readOptions();
  if (!deployment) return void process.stdout.write(HELP);
  const root = fileURLToPath(new URL('.', import.meta.url));
  await startVitest('test', [], {
    config: false,
    root,
    include: ['*.deployed.ts'],
    watch: false,
    reporters: ['verbose'],
    testTimeout: (deployment.patience_seconds + 60) * 1000,
    // Each step needs the one before.
    bail: 1,
    fileParallelism: false,
    provide: { deployment },
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`);
  process.exit(2);
});
