import { parseArgs } from 'node:util';

export const HELP = `Five VPC peering requests through EC2's seven days, in about a minute, told as they happen.

Usage: npm run demo -- [options]

  --speed N    virtual seconds in a real one   (default 10080: seven days in a minute)
  --fast       as fast as the work allows
  --help       this text

It exits with 1 when anything is not as told. NO_COLOR=1 switches colours off.
`;

export type Options = { help: boolean; speed: number };

/** @throws Error that says what is wrong with an option */
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
  if (!(speed >= 1)) throw new Error(`--speed ${values.speed} is not a number of at least 1.`);
  return { help: values.help, speed };
};
