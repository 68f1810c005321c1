/** EC2 is between two statuses; look again shortly. */
export class ConnectionNotSettledError extends Error {
  override readonly name = 'ConnectionNotSettledError';
  constructor(id: string, status: string) {
    super(`${id} is ${status}`);
  }
}

/** EC2 refuses in a way that no retry mends. `code` is EC2's own. */
export class ConnectionRefusedError extends Error {
  override readonly name = 'ConnectionRefusedError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The connection is not in a status that allows the call: somebody else was faster. */
export class ConnectionStateError extends Error {
  override readonly name = 'ConnectionStateError';
}

/** A member account's role is missing or does not trust the hub. */
export class RoleNotAssumableError extends Error {
  override readonly name = 'RoleNotAssumableError';
  constructor(roleArn: string, options?: ErrorOptions) {
    super(
      `The role ${roleArn} cannot be assumed: it is missing, or its trust or external id differs.`,
      options,
    );
  }
}
