import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigurationError, EXAMPLE, loadConfiguration } from './configuration/load-configuration.ts';
import { partitionOf } from './configuration/partition.ts';
import { FRONT } from './front/front-stack.ts';
import { bundleFunctions } from './function-bundles.ts';
import { checkWithNag } from './nag/checks.ts';
import { HUB, peerwayApp, SPOKE } from './peerway-app.ts';

const HELP = `Bundles the functions and writes the CloudFormation templates into cdk.out/.

Usage: npm run synth -- [options]

  --configuration FILE   the configuration to deploy   (default: ${EXAMPLE})
  --help                 show this help
`;

const OUTDIR = 'cdk.out';
const BUNDLES = 'dist';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      configuration: { type: 'string', default: EXAMPLE },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return print(HELP);
  const started = performance.now();
  const configuration = await loadConfiguration(values.configuration);
  rmSync(BUNDLES, { recursive: true, force: true });
  const entries = await bundleFunctions(BUNDLES);
  rmSync(OUTDIR, { recursive: true, force: true });
  const bundleOf = (entry: string) => `${BUNDLES}/${entry}`;
  const app = peerwayApp({ configuration, entries, bundleOf, outdir: OUTDIR });
  checkWithNag(app);
  app.synth();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(`Wrote the templates for ${values.configuration} in ${seconds} s:`);
  const { obstacle } = partitionOf(configuration.hub.region);
  if (obstacle) print(`Warning: ${obstacle}`);
  const { front } = configuration.domain ?? {};
  if (front && !front.certificateAuthority) {
    print('Warning: without domain.front.certificateAuthority, anybody can call the API past CloudFront.');
  }
  for (const stack of [...(front ? [FRONT] : []), HUB, SPOKE]) print(`  ${OUTDIR}/${stack}.template.json`);
};

main().catch((error: unknown) => {
  // A configuration error explains itself; any other error needs its stack.
  const text = error instanceof ConfigurationError ? error.message : String((error as Error)?.stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
