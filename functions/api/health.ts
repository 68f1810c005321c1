import middy from '@middy/core';
import { json } from '../edge/error-envelope.ts';

/** Reports that the API is up. It doesn't check the services behind it, so a probe costs nothing. */
export const handler = middy().handler(async () => json(200, { success: true, data: { status: 'ok' } }));
