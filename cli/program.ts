import { Command, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { addAccounts } from './commands/accounts.ts';
import { addAudit } from './commands/audit.ts';
import { addBoard } from './commands/board.ts';
import { addCancel } from './commands/cancel.ts';
import { addCompletion } from './commands/completion.ts';
import { addConnect } from './commands/connect.ts';
import { addConnections } from './commands/connections.ts';
import { addConnectivity } from './commands/connectivity.ts';
import { addDecide } from './commands/decide.ts';
import { addDirectory } from './commands/directory.ts';
import { addExamples } from './commands/examples.ts';
import { addExtend } from './commands/extend.ts';
import { addList } from './commands/list.ts';
import { addOpen } from './commands/open.ts';
import { addPreflight } from './commands/preflight.ts';
import { addResubmit } from './commands/resubmit.ts';
import { addShow } from './commands/show.ts';
import { addSubmit } from './commands/submit.ts';
import { addWatch } from './commands/watch.ts';
import { addWhoami } from './commands/whoami.ts';
import { EXIT_CODES_HELP } from './exit-code.ts';
import { FORMATS, type FormatOptions, loadFormatting } from './views/formats.ts';
import { strong } from './views/paint.ts';

const DESCRIPTION =
  'Submit, follow and audit VPC peering requests. Peerway signs calls with your AWS credentials, and prints tables to a terminal and JSON to a pipe.';

const WITH_A_TOKEN = `
${strong('If the API takes tokens instead of signatures:')}
  $ export PEERWAY_TOKEN=<token from the issuer that the API trusts>
`;

const ON_THE_LOCAL_STACK = `
${strong('With the local stack:')}
  $ export PEERWAY_ENDPOINT=http://127.0.0.1:3000
  $ export AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=local
  The network team's commands need AWS_ACCESS_KEY_ID=999999999999.
  Approvers' need AWS_ACCESS_KEY_ID=222222222222-anna@analytics.example.`;

export const buildProgram = (): Command => {
  const program = new Command('peerway')
    .description(DESCRIPTION)
    .version(manifest.version, '-V, --version', 'Show the version')
    .helpOption('-h, --help', 'Show help')
    .helpCommand('help [command]', 'Show help for a command')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, styleTitle: strong })
    .option('--endpoint <url>', 'Address of the Peerway API (env: PEERWAY_ENDPOINT)')
    .option(
      '--region <region>',
      "Region to sign for (default: the endpoint's, AWS_REGION, the profile's, or us-east-1)",
    )
    .option('--profile <name>', 'AWS profile to sign with (env: AWS_PROFILE)')
    .addOption(
      new Option('--output <format>', 'Output format (default: table for a terminal, json for a pipe)')
        .choices(FORMATS)
        .conflicts(['json', 'csv', 'table']),
    )
    .addOption(new Option('--json', 'Same as --output json').conflicts(['csv', 'table']))
    .addOption(new Option('--csv', 'Same as --output csv').conflicts('table'))
    .option('--table', 'Same as --output table')
    .option('--query <expression>', 'JMESPath expression that selects the output, as in the AWS CLI')
    .hook('preAction', async (root) => {
      root.setOptionValue('formatting', await loadFormatting(root.opts<FormatOptions>()));
    });
  for (const add of [
    addSubmit,
    addPreflight,
    addList,
    addShow,
    addOpen,
    addWatch,
    addCancel,
    addDecide,
    addExtend,
    addResubmit,
    addAudit,
  ]) {
    add(program);
  }
  addConnectivity(program);
  addConnect(program);
  addConnections(program);
  addAccounts(program);
  addDirectory(program);
  addBoard(program);
  addWhoami(program);
  addCompletion(program);
  program.addHelpText(
    'after',
    `\n${EXIT_CODES_HELP.replace('Exit codes:', strong('Exit codes:'))}${WITH_A_TOKEN}${ON_THE_LOCAL_STACK}`,
  );
  nameHelpAfterErrors(program, 'peerway');
  return addExamples(program, 'peerway list', 'peerway submit --help');
};

/** Ends each command's usage errors with the help command to run. */
const nameHelpAfterErrors = (command: Command, name: string): void => {
  command.showHelpAfterError(`Run '${name} --help' for usage and examples.`);
  for (const inner of command.commands) nameHelpAfterErrors(inner, `${name} ${inner.name()}`);
};
