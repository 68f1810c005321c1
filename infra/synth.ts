import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigurationError, EXAMPLE, loadConfiguration } from './configuration/load-configuration.ts';
import { bundleFunctions } from './function-bundles.ts';
import { checkWithNag } from './nag/checks.ts';
import { HUB, peerwayApp, SPOKE } from './peerway-app.ts';

const HELP = `Writes the CloudFormation templates, and the functions that they deploy, into cdk.out/.

Usage: npm run synth -- [options]

  --configuration FILE   what to deploy where   (default: ${EXAMPLE})
  --help                 this text
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
  print(`${values.configuration}, in ${seconds} s:`);
  for (const stack of [HUB, SPOKE]) print(`  ${OUTDIR}/${stack}.template.json`);
};

main().catch((error: unknown) => {
  // What is wrong with a configuration is told in sentences; all else needs its stack.
  const text = error instanceof ConfigurationError ? error.message : String((error as Error)?.stack ?? error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
