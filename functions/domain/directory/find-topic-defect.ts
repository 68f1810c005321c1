/** Why an account's entry can't name this SNS topic; `undefined` if it can. Nobody has Peerway publish elsewhere. */
export const findTopicDefect = (
  topicArn: string,
  accountId: string,
  partition: string,
): string | undefined => {
  const [, ofPartition, , , owner] = topicArn.split(':');
  return ofPartition === partition && owner === accountId
    ? undefined
    : `Announce to must be a topic of account ${accountId}, such as arn:${partition}:sns:eu-west-1:${accountId}:peerway-announcements.`;
};
