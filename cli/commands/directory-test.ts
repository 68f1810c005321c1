import type { Command } from 'commander';
import { directoryOf } from '../../functions/edge/directory-view.ts';
import { readDirectoryFile } from '../directory/read-file.ts';
import { runTests } from '../directory/run-tests.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import type { GlobalOptions } from '../session.ts';
import { testsText } from '../views/directory-tests.ts';
import { openOutput } from '../views/output.ts';
import { addExamples } from './examples.ts';

export const addDirectoryTest = (directory: Command): void => {
  const command = directory
    .command('test')
    .summary('Test the rules of a file, without the API')
    .description(
      "Decide the cases in the file's tests by the file's rules, on this machine. It needs no endpoint and no credentials. If a case isn't decided as it expects, the exit code is 1. The file must have the accounts that its cases ask.",
    )
    .option('-f, --file <file>', 'File of YAML or JSON, or - for the standard input (required)');
  addExamples(command, 'peerway directory test --file directory.yaml');
  command.action(async ({ file }: { file?: string }) => {
    if (file === undefined) throw new UsageError('--file is required.');
    const { directory, explain } = await readDirectoryFile(file);
    try {
      const report = runTests(directoryOf(directory));
      openOutput(command.optsWithGlobals<GlobalOptions>().formatting).show(report, testsText);
      if (report.failed > 0) process.exitCode = EXIT.refused;
    } catch (error) {
      throw explain(error);
    }
  });
};
