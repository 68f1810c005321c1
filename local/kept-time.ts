import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VirtualClock } from './clock.ts';

const fileOf = (dataDir: string) => join(dataDir, 'clock.json');

/** When the stack that used this folder last was: time goes on from there. */
export const keptTime = (dataDir: string): { startAt?: Date } => {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return {};
  const { now } = JSON.parse(readFileSync(file, 'utf8')) as { now: string };
  return { startAt: new Date(now) };
};

const EVERY_REAL_MS = 250;

/** Keeps the time, so that a killed process loses a moment of it at most. Returns how to stop. */
export const keepTime = (dataDir: string, clock: VirtualClock): (() => void) => {
  const keep = () => {
    const draft = `${fileOf(dataDir)}.draft`;
    writeFileSync(draft, JSON.stringify({ now: clock.now() }));
    renameSync(draft, fileOf(dataDir));
  };
  const timer = setInterval(keep, EVERY_REAL_MS);
  return () => {
    clearInterval(timer);
    keep();
  };
};
