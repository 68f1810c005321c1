/** SNS, KMS or a policy doesn't let Peerway publish to a topic. Trying again doesn't help. */
export class TopicRefusedError extends Error {
  override readonly name = 'TopicRefusedError';
  readonly topicArn: string;
  /** As AWS names the error. */
  readonly code: string;

  constructor(topicArn: string, code: string, options?: ErrorOptions) {
    super(`${topicArn} refused an announcement: ${code}`, options);
    this.topicArn = topicArn;
    this.code = code;
  }
}
