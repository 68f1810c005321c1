import { InvalidArgumentError, Option } from 'commander';

/** Parsed to milliseconds. */
export const intervalOption = (description: string): Option =>
  new Option('--interval <seconds>', description).argParser(parseSeconds).default(3000, '3');

const parseSeconds = (text: string): number => {
  const seconds = Number(text);
  if (!(seconds >= 0.1 && seconds <= 3600))
    throw new InvalidArgumentError('Enter a number from 0.1 to 3600.');
  return seconds * 1000;
};
