import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { VirtualClock } from './clock.ts';
import type { SeedAccount } from './seed.ts';

const MAX_ADVANCE_SECONDS = 366 * 86_400;

const clockChange = z.union([
  z.strictObject({ advance_seconds: z.number().check(z.gte(0), z.lte(MAX_ADVANCE_SECONDS)) }),
  z.strictObject({ speed: z.number().check(z.gte(0), z.lte(1_000_000)) }),
]);

/** Routes that only the local stack has: its endpoints, its events and its clock. */
export const localControl = (stack: {
  endpoints: Record<string, string>;
  clock: VirtualClock;
  accounts: readonly SeedAccount[];
  events: () => readonly object[];
}): Hono => {
  const app = new Hono();
  const clock = () => ({ now: stack.clock.now().toISOString(), speed: stack.clock.speed });

  app.get('/_local', (c) => c.json({ endpoints: stack.endpoints, clock: clock(), accounts: stack.accounts }));

  app.get('/_local/events', (c) => c.json({ events: stack.events() }));

  app.post('/_local/clock', async (c) => {
    const change = clockChange.safeParse(await c.req.json().catch(() => undefined));
    if (!change.success) {
      return c.json(
        { message: 'Send {"advance_seconds": 86400} or {"speed": 10080}. Neither can be negative.' },
        400,
      );
    }
    if ('speed' in change.data) stack.clock.setSpeed(change.data.speed);
    else await stack.clock.advance(change.data.advance_seconds * 1000);
    return c.json({ clock: clock() });
  });

  return app;
};
