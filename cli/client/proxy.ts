import { FetchHttpHandler } from '@smithy/fetch-http-handler';

/** The variables that name a proxy, as curl and the AWS CLI read them. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/** The local stack is never behind a proxy. */
const LOOPBACK = 'localhost,.localhost,127.0.0.1,::1';

/** The first variable that names a proxy. */
export const proxyVariable = (env = process.env): string | undefined => VARIABLES.find((name) => env[name]);

/**
 * Sends what `fetch` sends through the proxy that the environment names. Node.js itself does that only from version 24,
 * and only if asked to.
 */
export const useProxy = async (env = process.env): Promise<void> => {
  if (!proxyVariable(env)) return;
  // It takes longer to load than most commands run.
  const { EnvHttpProxyAgent, install, setGlobalDispatcher } = await import('undici');
  const exceptions = env['no_proxy'] ?? env['NO_PROXY'];
  // Node.js's own fetch may be of another version than the agent.
  install();
  setGlobalDispatcher(
    new EnvHttpProxyAgent({ noProxy: exceptions === '*' ? '*' : `${exceptions ?? ''},${LOOPBACK}` }),
  );
};

/** Makes an SDK client use `fetch`, and with it the proxy. The SDK's own handler knows no proxies. */
export const throughProxy = (env = process.env): { requestHandler?: FetchHttpHandler } =>
  proxyVariable(env) ? { requestHandler: new FetchHttpHandler() } : {};
