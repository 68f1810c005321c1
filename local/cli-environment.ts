/** What to set in a shell so that the command line acts as an account of the local stack. */
export const cliEnvironment = (api: string, accountId = '111111111111'): string =>
  `export PEERWAY_ENDPOINT=${api} AWS_ACCESS_KEY_ID=${accountId} AWS_SECRET_ACCESS_KEY=local`;
