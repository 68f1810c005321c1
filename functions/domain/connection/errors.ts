/** EC2 is changing the connection's status; retry shortly. */
export class ConnectionNotSettledError extends Error {
  override readonly name = 'ConnectionNotSettledError';
  constructor(id: string, status: string) {
    super(`${id} is ${status}`);
  }
}

/** EC2 refused the call, and a retry can't fix it. `code` is EC2's error code. */
export class ConnectionRefusedError extends Error {
  override readonly name = 'ConnectionRefusedError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The connection's status doesn't allow the call: somebody else acted first. */
export class ConnectionStateError extends Error {
  override readonly name = 'ConnectionStateError';
}

/** A member account's role is missing or does not trust the hub. */
export class RoleNotAssumableError extends Error {
  override readonly name = 'RoleNotAssumableError';
  constructor(roleArn: string, options?: ErrorOptions) {
    super(
      `Peerway can’t assume the role ${roleArn}: it doesn’t exist, or its trust policy or external ID is wrong.`,
      options,
    );
  }
}

/** Whether an account refuses the call, and a retry can't fix it: by EC2's answer, or by its missing role. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ConnectionRefusedError || error instanceof RoleNotAssumableError;
