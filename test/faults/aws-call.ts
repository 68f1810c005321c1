import type { Service } from '../../local/stack.ts';
import { textOf, type WireRequest } from '../../local/wire.ts';
import type { RunningInvocation } from './invocations.ts';

/** One attempt at one call of an AWS API, on its way from a function to the service. */
export type AwsCall = {
  service: Service;
  operation: string;
  /** The same for all of the SDK's attempts at this call. */
  id: string;
  /** 1 is the first. */
  attempt: number;
  /** Which call of this operation it is in its invocation; 1 is the first. */
  ordinal: number;
  invocation: RunningInvocation | undefined;
  /** In virtual time. */
  at: Date;
  signedBy: Signer;
  body: string;
};

/** Who signed a call, and for which Region. */
export type Signer = { accessKeyId: string; region: string };

export const signerOf = ({ headers }: WireRequest): Signer => {
  const [, accessKeyId = '', region = ''] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\//.exec(headers['authorization'] ?? '') ?? [];
  return { accessKeyId, region };
};

/** The operation, as each service's protocol names it. */
export const operationOf = (service: Service, { headers, method, path, body }: WireRequest): string => {
  switch (service) {
    case 'ec2':
    case 'sts':
    case 'sns':
      return new URLSearchParams(textOf(body)).get('Action') ?? 'unnamed';
    case 'dynamodb':
    case 'states':
    case 'events':
      return String(headers['x-amz-target']).split('.').at(-1) ?? 'unnamed';
    case 'ses':
      return path === '/v2/email/outbound-emails' ? 'SendEmail' : `${method} ${path}`;
    default:
      return service satisfies never;
  }
};
