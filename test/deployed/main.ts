import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { parseEndpoint } from '../../cli/client/endpoint.ts';
import { UsageError } from '../../cli/errors.ts';
import type { Deployment } from './deployment.ts';

const HELP = `Walks a request through a deployed Peerway: preflight, submit, follow, cancel. It creates a peering request
between two VPCs that you name, and withdraws it again; nobody has to accept anything.

Usage: npm run test:deployed -- --endpoint URL [options]

  --endpoint URL        where the API answers: the stack's output Endpoint
  --vpc-id ID           a VPC of the account that signs; without it, only what creates nothing is tried
  --vpc-region REGION   where it is                              (default: the hub's Region)
  --peer-vpc-id ID      the VPC to ask for
  --peer-owner-id ID    its account                              (default: the same account)
  --peer-region REGION  where that is                            (default: the Region of the first)
  --link URL            the link of an approver's mail: its page is tried, too, and decides nothing
  --decide accept       sends that page's form as well: accept, or reject
  --region REGION       to sign for                              (default: what the address says, or AWS_REGION)
  --profile NAME        of the AWS configuration                 (default: the SDK's own chain)
  --token TOKEN         of the issuer, where the API takes tokens instead of signatures
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
    throw new UsageError('Give --vpc-id and --peer-vpc-id together.');
  }
  if (values.decide && !(values.link && /^(?:accept|reject)$/.test(values.decide))) {
    throw new UsageError('--decide is accept or reject, and needs --link.');
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
          justification: 'npm run test:deployed walks through the system, and withdraws this request.',
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
    // Each step stands on the one before.
    bail: 1,
    fileParallelism: false,
    provide: { deployment },
  });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UsageError ? error.message : String(error)}\n`);
  process.exit(2);
});
