/**
 * Calls the local API as an account. The local API reads the caller from the header and doesn't verify signatures,
 * because local accounts have no secrets.
 */
export const signedFetch = (accountId: string, url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, {
    ...init,
    headers: {
      'content-type': 'application/json',
      ...init.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=local`,
    },
  });
