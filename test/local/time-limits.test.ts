import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { entriesWithSettings, settingsOf } from '../../infra/functions/function-settings.ts';
import { invokeFunction } from '../../local/functions.ts';

/** What Lambda's context tells the function of the time that it has. */
const remainingMs = (entry: string) =>
  invokeFunction(entry, {}, async () => ({
    handler: async (_, { getRemainingTimeInMillis }: Context) => getRemainingTimeInMillis(),
  }));

test.each(entriesWithSettings())('%s has at least as long as on AWS', async (entry) => {
  expect(await remainingMs(entry)).toBeGreaterThanOrEqual(settingsOf(entry).timeoutSeconds * 1000);
});
