import { type Command, Option } from 'commander';
import { getConnectivity } from '../../functions/edge/contract/connectivity.ts';
import { openSession } from '../session.ts';
import { ADVICE_FORMATS, type AdviceFormat, connectivityReport } from '../views/connectivity.ts';
import { addExamples, setId } from './examples.ts';

export const addConnectivity = (program: Command): void => {
  const command = program
    .command('connectivity')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Show how far the VPCs are connected')
    .description(
      'Look in EC2 at the routes and the DNS resolution between the two VPCs, and print what you can run for the steps that are left on your side. Nothing is changed.',
    )
    .addOption(
      new Option('--format <format>', 'What to print for the steps that are left')
        .choices(ADVICE_FORMATS)
        .default('cli'),
    );
  addExamples(
    command,
    setId(),
    'peerway connectivity $ID',
    'peerway connectivity $ID --format terraform',
    'peerway connectivity $ID --json | jq .requester.state',
  );
  command.action(async (id: string, { format }: { format: AdviceFormat }) => {
    const { call, output } = openSession(command);
    const { data } = await call(getConnectivity, { id });
    output.show(data, (clean) => connectivityReport(clean, format));
  });
};
