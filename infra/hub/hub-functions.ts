import type { Construct } from 'constructs';
import { settingsOf } from '../functions/function-settings.ts';
import { MAIL_EVENT_READERS } from './mail-events.ts';
import { PeeringFunction, type PeeringFunctionProps } from './peering-function.ts';

/** The folders of functions/ that contain Lambda functions. Each folder has its own trigger. */
export type FunctionKind = 'api' | 'pages' | 'tasks' | 'schedules' | 'streams';

/** Every Lambda function, found by its file in functions/. */
export class HubFunctions {
  readonly all: readonly PeeringFunction[];

  constructor(
    scope: Construct,
    entries: readonly string[],
    {
      bundleOf,
      ...common
    }: Omit<PeeringFunctionProps, 'entry' | 'settings' | 'bundle'> & { bundleOf: (entry: string) => string },
  ) {
    this.all = entries.map(
      (entry) =>
        new PeeringFunction(scope, {
          ...common,
          entry,
          settings: settingsOf(entry),
          bundle: bundleOf(entry),
        }),
    );
  }

  ofKind(kind: FunctionKind): PeeringFunction[] {
    return this.all.filter(({ entry }) => entry.startsWith(`${kind}/`));
  }

  /** The functions in streams/: those that SES's events invoke, and those that read the table's stream. */
  splitStreams(): [PeeringFunction[], PeeringFunction[]] {
    const isMailEventReader = ({ entry }: PeeringFunction) => entry in MAIL_EVENT_READERS;
    const streams = this.ofKind('streams');
    return [streams.filter(isMailEventReader), streams.filter((each) => !isMailEventReader(each))];
  }

  /** @throws Error if there is no such file */
  get = (entry: string): PeeringFunction => {
    const found = this.all.find((each) => each.entry === entry);
    if (!found) throw new Error(`functions/${entry}.ts doesn't exist.`);
    return found;
  };
}
