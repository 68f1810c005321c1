/** The mail service refused this mail, and a retry can't change that. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}

/** A mail that is due couldn't be sent. The state machine's Retry tries again, then the sweep. */
export class MailNotSentError extends Error {
  override readonly name = 'MailNotSentError';
  constructor(requestId: string) {
    super(`couldn’t send every email that is due about ${requestId}`);
  }
}
