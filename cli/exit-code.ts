/** What the process ends with. `--help` says the same. */
export const EXIT = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const;

export const EXIT_CODES_HELP = `Exit codes:
  0  done; after watch and --wait: the request is active
  1  the API said no (its error code comes first on stderr); or a request that
     was watched ended otherwise, a preflight check fails, a trail is not valid
  2  wrong usage
  3  no credentials, or no answer from the endpoint or the archive
`;
