/** The mail service refuses this mail, and would again. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
}

/** Somebody could not be sent a mail that is due; the state machine's Retry tries again, then the sweep. */
export class MailNotSentError extends Error {
  override readonly name = 'MailNotSentError';
  constructor(requestId: string) {
    super(`couldn’t send every email that is due about ${requestId}`);
  }
}
