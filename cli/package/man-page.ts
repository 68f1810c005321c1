import type { Command } from 'commander';
import { EXIT_CODES_HELP } from '../exit-code.ts';

/** The man page of the command line in roff, made of the same descriptions and examples as --help. */
export const manPage = (program: Command, version: string): string =>
  [
    `.TH PEERWAY 1 "" "peerway ${version}" "Peerway"`,
    '.SH NAME',
    'peerway \\- VPC peering requests, from submission to an active connection',
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
  ['PEERWAY_ENDPOINT', 'The address of the API, where --endpoint is not given.'],
  [
    'PEERWAY_TOKEN',
    'A token of the issuer that the API trusts, instead of a signature with AWS credentials.',
  ],
  ['AWS_PROFILE, AWS_REGION, AWS_ACCESS_KEY_ID, ...', 'As for the AWS CLI.'],
  ['NO_COLOR', 'Turns colors off.'],
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

/** Help text that was added after a command's own can be had by printing it alone. */
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

/** A line that begins with a dot or a quote would be a request to roff. */
const text = (line: string): string => escaped(line).replace(/^(?=[.'])/, '\\&');

const escaped = (line: string): string =>
  line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('’', '\\(cq')
    .replaceAll('→', '\\(->')
    .replaceAll('…', '...');
