import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { addExamples } from './examples.ts';

/** Must come last: it completes only the commands and options that exist by then. */
export const addCompletion = (program: Command): void => {
  const completion = tab(program, { completionCommandName: 'completion' });
  for (const { long, description, argChoices, required } of program.options) {
    if (!long) continue;
    for (const command of completion.commands.values()) {
      if (!required) command.option(long.slice(2), description);
      else {
        command.option(long.slice(2), description, (offer) => {
          for (const choice of argChoices ?? []) offer(choice, '');
        });
      }
    }
  }
  for (const command of program.commands) {
    if (command.name() === 'completion') {
      command
        .summary('Print a completion script for your shell')
        .description(
          'Print a script for your shell, which then completes commands and options when you press Tab.',
        );
      addExamples(
        command,
        'peerway completion bash > ~/.local/share/bash-completion/completions/peerway',
        'peerway completion zsh > ~/.zsh/completions/_peerway',
        'peerway completion fish > ~/.config/fish/completions/peerway.fish',
      );
    }
    if (command.name() === 'complete') {
      command.description('Print suggestions for the completion script.');
      addExamples(command, 'peerway complete -- list --sta');
    }
  }
};
