import { gunzipSync } from 'node:zlib';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { GZIPPED, HEADERS } from './views/built-api-reference.ts';

const ACCEPTS_GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/;

/** The API's reference, which is public and the same for everybody. API Gateway doesn't compress, so this does. */
export const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>().handler(
  async ({ headers }) =>
    ACCEPTS_GZIP.test(headers['accept-encoding'] ?? '')
      ? {
          statusCode: 200,
          headers: { ...HEADERS, 'content-encoding': 'gzip' },
          body: GZIPPED,
          isBase64Encoded: true,
        }
      : {
          statusCode: 200,
          headers: HEADERS,
          body: gunzipSync(Buffer.from(GZIPPED, 'base64')).toString(),
        },
);
