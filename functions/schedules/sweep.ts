import { sweep } from '../domain/sweep.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import { bookmarks, clock, connections, executions, lists, requests, taskTokens } from '../wiring.ts';

/** Every 15 minutes: finds what nothing else watches. */
export const handler = scheduleHandler('Sweep', () =>
  sweep({
    requests: requests(),
    lists: lists(),
    bookmarks: bookmarks(),
    connections: connections(),
    executions: executions(),
    taskTokens: taskTokens(),
    clock,
  }),
);
