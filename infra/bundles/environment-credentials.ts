import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

const DEFAULT_PROVIDER = /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/;

/**
 * Lambda puts a function's credentials in its environment, where the SDK's default provider looks first. All the
 * others that it would ask after that (SSO, profiles, processes, metadata of EC2 and ECS), each with clients of
 * its own, are left out.
 */
export const environmentCredentials = (): Plugin =>
  rewrite(
    'environment-credentials',
    DEFAULT_PROVIDER,
    () => `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  );
