import type { Command } from 'commander';

/** The two sides of a request, by the names that EC2 gives them. */
export const peeringOptions = (command: Command): Command =>
  command
    .option('--vpc-id <vpc>', 'the requester VPC (required)')
    .option('--vpc-owner-id <account>', 'the account of the requester VPC (default: yours)')
    .option('--vpc-region <region>', 'the Region of the requester VPC (default: the hub’s)')
    .option('--peer-vpc-id <vpc>', 'the accepter VPC (required)')
    .option('--peer-owner-id <account>', 'the account of the accepter VPC (default: the requester’s)')
    .option('--peer-region <region>', 'the Region of the accepter VPC (default: the requester’s)');
