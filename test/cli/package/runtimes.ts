import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Runtime = { version: string; node: string };

const majorOf = (version: string): number => Number(/\d+/.exec(version)?.[0]);

/** This process's Node.js, and the machine's own where that is another one which the package supports. */
export const runtimes = (): Runtime[] => {
  const own: Runtime = { version: process.version, node: process.execPath };
  const installed = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find(isExecutable);
  if (!installed) return [own];
  const version = execFileSync(installed, ['--version'], { encoding: 'utf8' }).trim();
  const isOther = majorOf(version) !== majorOf(own.version) && majorOf(version) >= 20;
  return isOther ? [own, { version, node: installed }] : [own];
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
