import type { Command } from 'commander';
import type { Contract } from '../functions/edge/contract/contract.ts';
import manifest from '../package.json' with { type: 'json' };
import { type Answer, type ApiClient, apiClient, type CallOptions } from './client/api-client.ts';
import type { Fields } from './client/api-types.ts';
import { credentialsFor, profileOf } from './client/credentials.ts';
import { type Endpoint, parseEndpoint } from './client/endpoint.ts';
import { bearer, type Region, regionFor, type Sign, signer } from './client/sign.ts';
import { UsageError } from './errors.ts';
import type { FormatOptions, Formatting } from './views/formats.ts';
import { type Output, openOutput } from './views/output.ts';
import { type StatusLine, statusLine } from './views/status-line.ts';

/** Options that every command takes. */
export type GlobalOptions = {
  endpoint?: string;
  region?: string;
  profile?: string;
  /** Set by the program before a command runs. */
  formatting: Formatting;
} & FormatOptions;

export type Session = {
  /** Shows nothing on the terminal, for commands that report their own progress. */
  api: ApiClient;
  /** The same, with a status line when a call takes long. */
  call<C extends Contract>(contract: C, fields?: Fields, options?: CallOptions): Promise<Answer<C>>;
  output: Output;
  line: StatusLine;
  /** For other AWS services than the API. */
  aws: { credentials: ReturnType<typeof credentialsFor>; region: Region };
};

/**
 * @param check throws UsageError when the command can't do what the options ask for
 * @throws UsageError
 */
export const openSession = (command: Command, check?: (options: GlobalOptions) => void): Session => {
  const options = command.optsWithGlobals<GlobalOptions>();
  check?.(options);
  const endpoint = parseEndpoint(options.endpoint ?? process.env['PEERWAY_ENDPOINT']);
  const credentials = credentialsFor(endpoint, options.profile);
  const region = regionFor(endpoint, options.region, options.profile);
  const token = process.env['PEERWAY_TOKEN'];
  const profile = profileOf(options.profile);
  const sign = token ? tokenSigner(token, endpoint) : signer(credentials, region);
  const api = apiClient({ endpoint, region, profile, token }, sign, `peerway/${manifest.version}`);
  const line = statusLine();
  return {
    api,
    line,
    aws: { credentials, region },
    output: openOutput(options.formatting),
    call: (contract, fields, callOptions) => {
      let waitingFor = 'Waiting for the API…';
      const onRetry = (retry: number, of: number): void => {
        waitingFor = `No response. Retrying (${retry} of ${of})…`;
      };
      return line.during(() => waitingFor, api.call(contract, fields, { onRetry, ...callOptions }));
    },
  };
};

/** A token works for anyone who has it. It isn't an option, because other processes can read the command line. */
const tokenSigner = (token: string, { url, isLoopback }: Endpoint): Sign => {
  if (url.startsWith('https:') || isLoopback) return bearer(token);
  throw new UsageError(`PEERWAY_TOKEN can't be sent to ${url} safely. Use an endpoint with https.`);
};
