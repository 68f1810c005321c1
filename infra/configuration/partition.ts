/** A group of Regions with IAM of its own. ARNs and the domain of endpoints differ between partitions. */
export type Partition = {
  name: string;
  /** The domain of endpoints. Service principals end in amazonaws.com in every partition, except in `logsDomain`. */
  domain: string;
  /** The domain of the service principal of CloudWatch Logs, which has a Region in its name. */
  logsDomain: string;
  /** Why CloudFormation refuses the hub's template at present. */
  obstacle?: string;
};

const AWS: Partition = { name: 'aws', domain: 'amazonaws.com', logsDomain: 'amazonaws.com' };

const OTHERS: readonly (Partition & { prefix: string })[] = [
  {
    prefix: 'cn-',
    name: 'aws-cn',
    domain: 'amazonaws.com.cn',
    logsDomain: 'amazonaws.com.cn',
    obstacle: "AWS doesn't offer SES in China, so a hub there can't be deployed.",
  },
  { prefix: 'us-gov-', name: 'aws-us-gov', domain: 'amazonaws.com', logsDomain: 'amazonaws.com' },
  { prefix: 'eusc-', name: 'aws-eusc', domain: 'amazonaws.eu', logsDomain: 'amazonaws.com' },
];

export const partitionOf = (region: string): Partition =>
  OTHERS.find(({ prefix }) => region.startsWith(prefix)) ?? AWS;

/**
 * The values of `kms:ViaService` for a service that uses a key in its caller's name. AWS doesn't say which of the two
 * domains it is outside of the partition aws.
 */
export const viaService = (service: string, region: string): string[] =>
  [...new Set(['amazonaws.com', partitionOf(region).domain])].map((end) => `${service}.${region}.${end}`);
