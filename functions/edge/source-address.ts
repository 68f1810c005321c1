import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Sent = Pick<APIGatewayProxyEventV2, 'stageVariables' | 'headers' | 'requestContext'>;

/**
 * The caller's IP address. With a distribution in front, the connection is CloudFront's, and the caller's address is
 * in a header. The API's stage names it, and only once nobody but the distribution can connect (infra/hub/api-domain.ts).
 */
export const sourceAddress = ({ stageVariables, headers, requestContext }: Sent): string => {
  const viewer = headers[stageVariables?.['viewerAddressHeader'] ?? ''] ?? '';
  const [, address] = /^([\d.]+):\d+$/.exec(viewer) ?? [];
  return address ?? requestContext.http.sourceIp;
};
