import { InvalidArgumentError, Option } from 'commander';

/** How often a request is looked at; read as milliseconds. */
export const intervalOption = (description: string): Option =>
  new Option('--interval <seconds>', description).argParser(secondsAsMs).default(3000, '3');

const secondsAsMs = (text: string): number => {
  const seconds = Number(text);
  if (!(seconds >= 0.1 && seconds <= 3600)) throw new InvalidArgumentError('From 0.1 to 3600 seconds.');
  return seconds * 1000;
};
