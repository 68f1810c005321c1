import type { Construct } from 'constructs';
import { settingsOf } from '../functions/function-settings.ts';
import { MAIL_EVENT_READERS } from './mail-events.ts';
import { PeeringFunction, type PeeringFunctionProps } from './peering-function.ts';

/** The folders of functions/ that hold functions, each started by something else. */
export type FunctionKind = 'api' | 'pages' | 'tasks' | 'schedules' | 'streams';

/** Every function, by the file that it is made of. */
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

  of(kind: FunctionKind): PeeringFunction[] {
    return this.all.filter(({ entry }) => entry.startsWith(`${kind}/`));
  }

  /** Of those in streams/, the ones that hear of mails, and the ones that read the table's stream. */
  splitStreams(): [PeeringFunction[], PeeringFunction[]] {
    const isMailEventReader = ({ entry }: PeeringFunction) => entry in MAIL_EVENT_READERS;
    const streams = this.of('streams');
    return [streams.filter(isMailEventReader), streams.filter((each) => !isMailEventReader(each))];
  }

  /** @throws Error where there is no such file */
  get = (entry: string): PeeringFunction => {
    const found = this.all.find((each) => each.entry === entry);
    if (!found) throw new Error(`There is no functions/${entry}.ts.`);
    return found;
  };
}
