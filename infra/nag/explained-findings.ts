/** A cdk-nag finding that we accept, and the reason. */
export type Explanation = {
  /** The finding's name in cdk-nag. */
  finding: RegExp;
  /** The constructs for which we accept it. */
  at: RegExp;
  reason: string;
};

export const EXPLANATIONS: readonly Explanation[] = [
  {
    finding: /^AwsSolutions-APIG4$/,
    at: /^PeerwayHub\/Http\/Api\/(?:GET|HEAD|POST)--(?:decisions|status|withdrawals|extensions|absences|reviews|board)--\{token\}(?:--requests--\{id\}|--list)?\//,
    reason:
      'The URL is the authorization: its token has 256 random bits, is stored only as a hash, and is for one person, purpose and acceptance window. GET and HEAD only show; only POST acts.',
  },
  {
    finding: /^AwsSolutions-APIG4$/,
    at: /^PeerwayHub\/Http\/Api\/(?:(?:GET|HEAD)--(?:docs|health|openapi\.json|directory\.schema\.json)|ANY\$default)\//,
    reason: 'These routes are public: they return the same to everyone and nothing about any request.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    at: /^PeerwayHub\/Workflow\/Role\/DefaultPolicy\//,
    reason: 'Log delivery and X-Ray actions have no resource-level permissions.',
  },
  {
    finding: /^(?:AwsSolutions-IAM5\[Resource::\*\]|Serverless-LambdaStarPermissions)$/,
    at: /^PeerwayHub\/\w+\/Role(?:-\w+)?\/(?:DefaultPolicy\/)?Resource$/,
    reason:
      'xray:PutTraceSegments, xray:PutTelemetryRecords and, for readers of the table’s stream, dynamodb:ListStreams have no resource-level permissions.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:[\w<:>-]+?:iam::\*:role\/Peerway(?:Viewer|Requester|Accepter|Connector)\]$/,
    at: /^PeerwayHub\/\w+\/Role(?:-\w+)?\/(?:DefaultPolicy\/)?Resource$/,
    reason:
      'A policy can’t list hundreds of accounts. The role’s name is fixed, the organization is a condition, and the role’s trust policy checks the external ID and the role path.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:[\w<:>-]+?:states:.*:execution:PeerwayHub-PeeringRequest:\*\]$/,
    at: /^PeerwayHub\/\w+\/Role(?:-\w+)?\/(?:DefaultPolicy\/)?Resource$/,
    reason:
      'The wildcard covers the executions of this one state machine. Each request has its own execution.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:[\w<:>-]+?:ses:.*:identity\/\*\]$/,
    at: /^PeerwayHub\/\w+\/Role(?:-\w+)?\/(?:DefaultPolicy\/)?Resource$/,
    reason:
      'In its sandbox, SES also authorizes the identity of each recipient. The sender’s address is a condition.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:[\w<:>-]+?:sns:\*:\*:peerway-\*\]$/,
    at: /^PeerwayHub\/Announce\/Role\/(?:DefaultPolicy\/)?Resource$/,
    reason:
      'A policy can’t list the topics of hundreds of accounts. The name’s beginning is fixed, the organization is a condition, and each topic’s own policy decides.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::<ArchiveBucket\w+\.Arn>\/(?:pr-|directory\/)\*\]$/,
    at: /^PeerwayHub\/ArchiveEvents\/Role\/(?:DefaultPolicy\/)?Resource$/,
    reason:
      'Object keys begin with request IDs, which are not known in advance. The function may only add objects.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::arn:[\w<:>-]+?:execute-api:.*\/\$default\/(?:GET|HEAD|PUT|POST|DELETE)\/[\w/*-]+\]$/,
    at: /^PeerwayHub\/Callers\//,
    reason: 'The wildcard stands for a path parameter. The policy names the API, stage, method and route.',
  },
  {
    finding:
      /^AwsSolutions-IAM5\[Resource::(?:\*|arn:[\w<:>-]+?:ec2:\*:(?:<AWS::AccountId>:(?:vpc|vpc-peering-connection|route-table|security-group)|\*:prefix-list)\/\*)\]$/,
    at: /^PeerwaySpoke\//,
    reason:
      'The role works with any VPC, connection and route table of its account, limited by Region, peer account and tag. It reads who refers to any of its security groups, and prefix lists, which other accounts share. EC2’s other Describe actions have no resource-level permissions.',
  },
  {
    finding: /^AwsSolutions-DDB3$/,
    at: /^PeerwayHub\/TransientTable\//,
    reason:
      'Nothing in it is worth a restore, and backups would keep the email addresses in links for longer than the links.',
  },
  {
    finding: /^(?:AwsSolutions-SQS3|Serverless-SQSRedrivePolicy)$/,
    at: /DeadLetters\/Resource$/,
    reason: 'This is a dead-letter queue itself. An alarm goes off when it contains messages.',
  },
  {
    finding: /^Serverless-SNSRedrivePolicy$/,
    at: /^Peerway(?:Hub|Front)\/Alarms\/Topic\//,
    reason:
      'Its subscriptions are email addresses. SNS retries them for hours, and CloudWatch shows the alarm.',
  },
  {
    finding: /^AwsSolutions-CFR1$/,
    at: /^PeerwayHub\/Domain\/Front\/Distribution\//,
    reason: 'An approver may be in any country. The link or the signature is the authorization.',
  },
  {
    finding: /^AwsSolutions-CFR3$/,
    at: /^PeerwayHub\/Domain\/Front\/Distribution\//,
    reason:
      'CloudFront logs paths, and a path contains the token of a link. The API’s access log has the route’s name instead.',
  },
  {
    finding: /^Serverless-LambdaDLQ$/,
    at: /^PeerwayHub\/(?!Sweep|UpdateRegister|WatchConnectivity|ReviewConnections|Digest|RecordBounce|PublishStatusChanges|Announce|ArchiveEvents)\w+\/Function\//,
    reason: 'API Gateway or Step Functions invokes it synchronously and handles its errors.',
  },
  {
    finding: /^Serverless-LambdaDLQ$/,
    at: /^PeerwayHub\/(?:Sweep|UpdateRegister|WatchConnectivity|ReviewConnections|Digest|RecordBounce)\/Function\//,
    reason: 'It has an on-failure destination instead, which keeps the error with the event.',
  },
  {
    finding: /^Serverless-LambdaDLQ$/,
    at: /^PeerwayHub\/(?:PublishStatusChanges|Announce|ArchiveEvents)\/Function\//,
    reason: 'Its event source mapping invokes it synchronously and has an on-failure destination.',
  },
];
