/** Findings of cdk-nag that stay, each with the reason why it may. */
export type Explanation = {
  /** The finding, as cdk-nag names it. */
  finding: RegExp;
  /** The constructs at which it may stay. */
  at: RegExp;
  reason: string;
};

export const EXPLANATIONS: readonly Explanation[] = [
  {
    finding: /^AwsSolutions-APIG4$/,
    at: /^PeerwayHub\/Http\/Api\/(?:GET|POST)--(?:decisions|status|board)--\{token\}\//,
    reason:
      'The address is the authorization: 256 random bits, of which only a hash is kept, made for one person, purpose and window. It shows on GET and acts on POST.',
  },
  {
    finding: /^AwsSolutions-APIG4$/,
    at: /^PeerwayHub\/Http\/Api\/GET--(?:health|openapi\.json)\//,
    reason: 'They tell everybody the same, and nothing of any request.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    at: /^PeerwayHub\/Workflow\/Role\/DefaultPolicy\//,
    reason: 'Log deliveries and X-Ray have no resource level.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    at: /^PeerwayHub\/\w+\/Role\/DefaultPolicy\//,
    reason:
      'xray:PutTraceSegments and xray:PutTelemetryRecords, and for readers of the table’s stream dynamodb:ListStreams, have no resource level.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:aws:iam::\*:role\/Peerway(?:Requester|Accepter)\]$/,
    at: /^PeerwayHub\/\w+\/Role\/DefaultPolicy\//,
    reason:
      'A policy cannot list hundreds of accounts. The role’s name is fixed, the organization is a condition, and the role itself trusts by external id and role path.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:aws:states:.*:execution:PeerwayHub-PeeringRequest:\*\]$/,
    at: /^PeerwayHub\/\w+\/Role\/DefaultPolicy\//,
    reason: 'Executions of this one state machine: each request has its own.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::<ArchiveBucket\w+\.Arn>\/pr-\*\]$/,
    at: /^PeerwayHub\/ArchiveEvents\/Role\/DefaultPolicy\//,
    reason:
      'The archive’s keys begin with the ids of requests; the function may add objects, and nothing else.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:aws:execute-api:.*\/\$default\/(?:GET|PUT|POST|DELETE)\/[\w/*-]+\]$/,
    at: /^PeerwayHub\/Callers\//,
    reason: 'The wildcard stands for a path parameter of a route; API and stage, method and route are named.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::(?:\*|arn:aws:ec2:\*:<AWS::AccountId>:(?:vpc|vpc-peering-connection)\/\*)\]$/,
    at: /^PeerwaySpoke\//,
    reason:
      'The account’s own VPCs and connections, whichever they are, narrowed by Region, peer account and tag; EC2 describes without a resource level.',
  },
  {
    finding: /^(?:AwsSolutions-SQS3|Serverless-SQSRedrivePolicy)$/,
    at: /DeadLetters\/Resource$/,
    reason: 'It is the dead-letter queue itself, and an alarm tells what lies in it.',
  },
  {
    finding: /^Serverless-LambdaDLQ$/,
    at: /^PeerwayHub\/(?!Sweep|Digest|RecordBounce|PublishStatusChanges|ArchiveEvents)\w+\/Function\//,
    reason: 'API Gateway or Step Functions waits for its answer: nothing invokes it asynchronously.',
  },
  {
    finding: /^Serverless-LambdaDLQ$/,
    at: /^PeerwayHub\/(?:Sweep|Digest|RecordBounce)\/Function\//,
    reason: 'It has an on-failure destination instead, which keeps the error beside the event.',
  },
  {
    finding: /^Serverless-LambdaDLQ$/,
    at: /^PeerwayHub\/(?:PublishStatusChanges|ArchiveEvents)\/Function\//,
    reason: 'Its event source mapping has an on-failure destination: nothing invokes it asynchronously.',
  },
];
