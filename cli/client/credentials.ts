import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { UnreachableError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';

type Provider = ReturnType<typeof defaultProvider>;

/**
 * The SDK's default chain. The local stack takes any account's word, so that what is missing is said in one
 * line there.
 *
 * @throws UnreachableError
 */
export const credentialsFor = (endpoint: Endpoint, profile: string | undefined): Provider => {
  const provider = defaultProvider(profile ? { profile } : {});
  return async (...args) => {
    try {
      return await provider(...args);
    } catch (error) {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      throw new UnreachableError(
        `No AWS credentials to sign with: ${reason}`,
        endpoint.isLoopback
          ? await localRemedy(endpoint)
          : 'Set AWS_PROFILE, or give --profile; if the session has ended, log in again: aws sso login',
        { cause: error },
      );
    }
  };
};

/** How to be somebody on the local stack, which knows who there is. */
export const localRemedy = async ({ url }: Endpoint): Promise<string> => {
  const accounts = await localAccounts(url);
  const example = 'AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=local';
  return `On the local stack the access key is an account id: ${example}${accounts && ` (accounts: ${accounts})`}`;
};

type LocalAccount = { account_id: string; name: string };

const localAccounts = async (url: string): Promise<string> => {
  try {
    const response = await fetch(`${url}/_local`, { signal: AbortSignal.timeout(2000) });
    const { accounts } = (await response.json()) as { accounts: readonly LocalAccount[] };
    return accounts.map(({ account_id, name }) => `${account_id} ${name}`).join(', ');
  } catch {
    // Whoever is there or not is told by the call itself.
    return '';
  }
};
