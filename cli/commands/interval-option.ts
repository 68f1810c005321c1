import { Option } from 'commander';
import { parseInterval } from './duration-option.ts';

/** Parsed to milliseconds. */
export const intervalOption = (description: string): Option =>
  new Option('--interval <time>', description).argParser(parseInterval).default(3000, '3s');
