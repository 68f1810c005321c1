import { gzipSync } from 'node:zlib';
import { page } from '../../edge/page-handler.ts';
import { apiReference } from './api-reference.ts';

/** Evaluated when the functions are bundled: the deployed function contains only the values exported here. */
const { headers, body = '' } = await page(200, await apiReference());

/** Unlike other pages, this one has no secret in its URL. */
export const HEADERS = { ...headers, 'cache-control': 'public, max-age=300', vary: 'accept-encoding' };

/** In base64. */
export const GZIPPED = gzipSync(body, { level: 9 }).toString('base64');
