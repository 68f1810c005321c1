import type { Command } from 'commander';
import { EXIT_CODES_HELP } from '../exit-code.ts';

/** The man page in roff, with the same descriptions and examples as --help. */
export const manPage = (program: Command, version: string): string =>
  [
    `.TH PEERWAY 1 "" "peerway ${version}" "Peerway"`,
    '.SH NAME',
    'peerway \\- submit, follow and audit VPC peering requests',
    '.SH SYNOPSIS',
    `.B ${escaped(usageOf(program))}`,
    '.SH DESCRIPTION',
    text(program.description()),
    '.SH GLOBAL OPTIONS',
    ...options(program),
    '.SH COMMANDS',
    ...program
      .createHelp()
      .visibleCommands(program)
      .filter((command) => command.name() !== 'help')
      .flatMap((command) => section(command)),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, meaning]) => item(name, meaning)),
    '.SH EXIT STATUS',
    '.nf',
    ...EXIT_CODES_HELP.split('\n').slice(1).filter(Boolean).map(text),
    '.fi',
    '',
  ].join('\n');

const ENVIRONMENT = [
  ['PEERWAY_ENDPOINT', 'Address of the Peerway API, unless --endpoint is given'],
  [
    'PEERWAY_TOKEN',
    'Token from the issuer that the API trusts, sent instead of a signature with AWS credentials',
  ],
  ['AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, ...', 'Same as for the AWS CLI'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'Proxy for all calls, and hosts to call without it'],
  ['NO_COLOR', 'Turn off colors'],
] as const;

const section = (command: Command): string[] => {
  const commands = command
    .createHelp()
    .visibleCommands(command)
    .filter((inner) => inner.name() !== 'help');
  return [
    `.SS ${escaped(usageOf(command))}`,
    text(command.description()),
    ...options(command),
    ...examplesOf(command),
    ...commands.flatMap(section),
  ];
};

const usageOf = (command: Command): string => command.createHelp().commandUsage(command);

const options = (command: Command): string[] => {
  const help = command.createHelp();
  return [
    ...help.visibleArguments(command).flatMap((argument) => {
      return item(help.argumentTerm(argument), help.argumentDescription(argument));
    }),
    ...help.visibleOptions(command).flatMap((option) => {
      return item(help.optionTerm(option), help.optionDescription(option));
    }),
  ];
};

/** Commander gives access to examples only through the help that it prints. */
const examplesOf = (command: Command): string[] => {
  let help = '';
  const before = command.configureOutput();
  command.configureOutput({
    ...before,
    writeOut: (part) => {
      help += part;
    },
    getOutHasColors: () => false,
  });
  command.outputHelp();
  command.configureOutput(before);
  const [, examples = ''] = help.split('\nExamples:\n');
  if (!examples) return [];
  return ['.PP', 'Examples:', '.PP', '.nf', ...examples.trimEnd().split('\n').map(text), '.fi'];
};

const item = (term: string, description: string): string[] => [
  '.TP',
  `.B ${escaped(term)}`,
  text(description),
];

/** A dot at the start of a line would make it a roff request. */
const text = (line: string): string => escaped(line).replace(/^(?=\.)/, '\\&');

const escaped = (line: string): string =>
  line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('→', '\\(->')
    .replaceAll('…', '...');
