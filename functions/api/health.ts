import middy from '@middy/core';
import { json } from '../edge/error-envelope.ts';

/** Says that the API answers. It asks nothing of what lies behind, so that a probe costs nothing. */
export const handler = middy().handler(async () => json(200, { success: true, data: { status: 'ok' } }));
