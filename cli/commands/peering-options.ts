import type { Command } from 'commander';

/** The requester and the accepter VPC, by EC2's names. */
export const addPeeringOptions = (command: Command): Command =>
  command
    .option('--vpc-id <vpc>', 'Requester VPC (required)')
    .option('--vpc-owner-id <account>', 'Account of the requester VPC (default: yours)')
    .option('--vpc-region <region>', "Region of the requester VPC (default: the hub's)")
    .option('--peer-vpc-id <vpc>', 'Accepter VPC (required)')
    .option('--peer-owner-id <account>', "Account of the accepter VPC (default: the requester's)")
    .option('--peer-region <region>', "Region of the accepter VPC (default: the requester's)");
