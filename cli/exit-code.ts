/** The exit codes of the process, which EXIT_CODES_HELP explains. */
export const EXIT = { ok: 0, refused: 1, usage: 2, changes: 2, unreachable: 3 } as const;

export const EXIT_CODES_HELP = `Exit codes:
  0  success; after watch and --wait: the request is active
  1  the API refused the call (its error code comes first on stderr), the
     watched request ended without becoming active, a preflight check failed,
     or an audit trail or a file of the directory isn't valid
  2  invalid usage, or peerway directory apply --dry-run found changes
  3  no credentials, or no response from the endpoint or the archive
`;
