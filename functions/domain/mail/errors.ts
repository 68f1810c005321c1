/**
 * The mail service refuses this mail: its recipient, its sender, or all that we send. It may accept it when somebody
 * has mended that, but not within minutes. The message is for people, without a full stop.
 */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}

/** A mail that is due just couldn't be sent. The state machine's Retry tries again for minutes, then the sweep. */
export class MailNotSentError extends Error {
  override readonly name = 'MailNotSentError';
  constructor(requestId: string) {
    super(`couldn’t send every email that is due about ${requestId}`);
  }
}
