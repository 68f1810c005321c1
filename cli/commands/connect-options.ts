import type { Command } from 'commander';
import type { Fields } from '../client/api-types.ts';
import { UsageError } from '../errors.ts';

type ConnectOptions = {
  routes?: boolean;
  destination?: string[];
  peerDestination?: string[];
  dnsResolution?: boolean;
};

/** What to ask for besides the connection. */
export const addConnectOptions = (command: Command): Command =>
  command
    .option('--routes', "Also ask for routes in both VPCs, to all of the other VPC's CIDR blocks")
    .option(
      '--destination <blocks...>',
      'Only route these CIDR blocks of the accepter VPC, from the requester VPC',
    )
    .option(
      '--peer-destination <blocks...>',
      'Only route these CIDR blocks of the requester VPC, from the accepter VPC',
    )
    .option(
      '--dns-resolution',
      'Also ask that DNS hostnames resolve to private IP addresses in the other VPC',
    );

/**
 * The options with those of `addConnectOptions` as the API's field.
 *
 * @throws UsageError
 */
export const withConnect = <Rest extends object>(
  options: Rest & ConnectOptions,
): Rest & { connect?: Fields } => {
  const { routes, destination, peerDestination, dnsResolution, ...others } = options;
  const rest = others as unknown as Rest;
  if (!destination !== !peerDestination) {
    throw new UsageError(
      '--destination and --peer-destination are required together: each VPC needs routes.',
    );
  }
  const narrowed = destination && {
    destination_cidr_blocks: destination,
    peer_destination_cidr_blocks: peerDestination,
  };
  if (!routes && !narrowed && !dnsResolution) return rest;
  return {
    ...rest,
    connect: {
      ...((narrowed ?? routes) && { routes: narrowed ?? true }),
      ...(dnsResolution && { dns_resolution: true }),
    },
  };
};
