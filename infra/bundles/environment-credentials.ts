import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

const DEFAULT_PROVIDER = /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/;

/**
 * Lambda puts a function's credentials in its environment, which the SDK's default provider reads first. This
 * plugin leaves out the other sources (SSO, profiles, processes, EC2 and ECS metadata) and their clients.
 */
export const environmentCredentials = (): Plugin =>
  rewrite(
    'environment-credentials',
    DEFAULT_PROVIDER,
    () => `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  );
