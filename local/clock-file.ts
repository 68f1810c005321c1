import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VirtualClock } from './clock.ts';

const fileOf = (dataDir: string) => join(dataDir, 'clock.json');

/** Reads the time at which the last stack in this folder stopped. */
export const readClockFile = (dataDir: string): { startAt?: Date } => {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return {};
  const { now } = JSON.parse(readFileSync(file, 'utf8')) as { now: string };
  return { startAt: new Date(now) };
};

const INTERVAL_MS = 250;

/** Saves the time regularly, so that a killed process loses only a moment. Returns a function that stops this. */
export const writeClockFile = (dataDir: string, clock: VirtualClock): (() => void) => {
  const save = () => {
    const draft = `${fileOf(dataDir)}.draft`;
    writeFileSync(draft, JSON.stringify({ now: clock.now() }));
    renameSync(draft, fileOf(dataDir));
  };
  const timer = setInterval(save, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    save();
  };
};
