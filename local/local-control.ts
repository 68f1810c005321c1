import { Hono } from 'hono';
import * as z from 'zod/mini';
import { createBoardLink } from './board-link.ts';
import type { VirtualClock } from './clock.ts';
import { indexPage } from './index-page.ts';
import type { SeedAccount } from './seed.ts';

const MAX_ADVANCE_SECONDS = 366 * 86_400;

const clockChange = z.union([
  z.strictObject({ advance_seconds: z.number().check(z.gte(0), z.lte(MAX_ADVANCE_SECONDS)) }),
  z.strictObject({ speed: z.number().check(z.gte(0), z.lte(1_000_000)) }),
]);

/** What only the local stack has: a page for browsers at `/`, its endpoints, its events and its clock. */
export const localControl = (stack: {
  endpoints: Record<string, string>;
  clock: VirtualClock;
  accounts: readonly SeedAccount[];
  events: () => readonly object[];
  announced: () => readonly object[];
}): Hono => {
  const app = new Hono();
  const clock = () => ({ now: stack.clock.now().toISOString(), speed: stack.clock.speed });

  app.get('/', async (c, next) => {
    // Other clients get what AWS would answer.
    if (!c.req.header('accept')?.includes('text/html')) return next();
    // The logger in there reads its level from the environment, which is complete only when the stack runs.
    const { page } = await import('../functions/edge/page-handler.ts');
    const { body = '', headers } = await page(200, indexPage({ ...stack, clock: clock() }));
    return c.body(body, 200, headers as Record<string, string>);
  });

  app.get('/_local/board', async (c) => c.redirect(await createBoardLink(stack.endpoints['api'] ?? ''), 303));

  app.get('/_local', (c) => c.json({ endpoints: stack.endpoints, clock: clock(), accounts: stack.accounts }));

  app.get('/_local/events', (c) => c.json({ events: stack.events() }));

  app.get('/_local/announcements', (c) => c.json({ announcements: stack.announced().toReversed() }));

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
