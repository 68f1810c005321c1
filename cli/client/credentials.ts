import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { parseKnownFiles } from '@smithy/core/config';
import { UnreachableError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { throughProxy } from './proxy.ts';

type Provider = ReturnType<typeof defaultProvider>;

/**
 * The SDK's default credential chain, whose error says what to do in one line.
 *
 * @throws UnreachableError
 */
export const credentialsFor = (endpoint: Endpoint, profile: string | undefined): Provider => {
  const provider = defaultProvider({ ...(profile && { profile }), clientConfig: throughProxy() });
  return async (...args) => {
    try {
      return await provider(...args);
    } catch (error) {
      const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      const chosen = profileOf(profile);
      throw new UnreachableError(
        `No AWS credentials${chosen ? ` for the profile ${chosen}` : ''}: ${reason}`,
        endpoint.isLoopback
          ? await localRemedy(endpoint)
          : credentialsRemedy(reason, chosen, await sourceOf(chosen)),
        { cause: error },
      );
    }
  };
};

/** The profile that was chosen, if any. */
export const profileOf = (option: string | undefined): string | undefined =>
  option ?? process.env['AWS_PROFILE'];

/**
 * The profile to sign in to: a profile with a role takes its credentials from another, and `aws sso login` accepts
 * only that one.
 */
export const sourceOf = async (profile = 'default'): Promise<string> => {
  const profiles = await parseKnownFiles({}).catch(() => ({}) as Awaited<ReturnType<typeof parseKnownFiles>>);
  const visited = new Set<string>();
  let source = profile;
  while (!visited.has(source)) {
    visited.add(source);
    source = profiles[source]?.['source_profile'] ?? source;
  }
  return source;
};

/** What to do when there are no credentials. `reason` is the SDK's message, `source` the profile to sign in to. */
export const credentialsRemedy = (
  reason: string,
  profile: string | undefined,
  source = profile ?? 'default',
): string => {
  if (/\bsso\b/i.test(reason)) return `Sign in: aws sso login --profile ${source}`;
  if (/aws login|log in again|session has expired|reauthenticate/i.test(reason)) {
    return `Sign in: aws login --profile ${source}`;
  }
  const [, role] = /sts:AssumeRole on resource: \S+role\/(PeerwayCaller-\d\d)/.exec(reason) ?? [];
  if (role) {
    return `Set role_session_name of the profile ${profile ?? 'default'} to your account ID, a hyphen and your mail address, such as 222222222222-anna@example.com. If that is so, ask the network team whether ${role} trusts your account.`;
  }
  if (profile) {
    return `Check the profile ${profile}, or choose another with --profile. To list profiles: aws configure list-profiles`;
  }
  return 'Set AWS_PROFILE or pass --profile. To list profiles: aws configure list-profiles';
};

/** How to sign on the local stack, which lists its accounts. */
export const localRemedy = async ({ url }: Endpoint): Promise<string> => {
  const accounts = await localAccounts(url);
  const example = 'AWS_ACCESS_KEY_ID=111111111111 AWS_SECRET_ACCESS_KEY=local';
  return `On the local stack, the access key is an account ID: ${example}${accounts && ` (accounts: ${accounts})`}`;
};

type LocalAccount = { account_id: string; name: string };

const localAccounts = async (url: string): Promise<string> => {
  try {
    const response = await fetch(`${url}/_local`, { signal: AbortSignal.timeout(2000) });
    const { accounts } = (await response.json()) as { accounts: readonly LocalAccount[] };
    return accounts.map(({ account_id, name }) => `${account_id} ${name}`).join(', ');
  } catch {
    // The API call itself reports that the local stack doesn't respond.
    return '';
  }
};
