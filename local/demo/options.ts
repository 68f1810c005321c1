import { parseArgs } from 'node:util';

export const HELP = `Runs five VPC peering requests through EC2's seven days in about a minute, and narrates what happens.

Usage: npm run demo -- [options]

  --speed N    virtual seconds per real second   (default: 10080, seven days in a minute)
  --fast       run as fast as possible
  --help       show this help

The exit code is 1 if a request doesn't end as expected. Set NO_COLOR=1 to turn off colors.
`;

export type Options = { help: boolean; speed: number };

/** @throws Error for an invalid option */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      speed: { type: 'string', default: '10080' },
      fast: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const speed = values.fast ? Number.POSITIVE_INFINITY : Number(values.speed);
  if (!(speed >= 1)) throw new Error('--speed must be a number of at least 1, such as 10080.');
  return { help: values.help, speed };
};
