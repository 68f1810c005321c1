import type * as z from 'zod/mini';
import { canonicalBlock } from '../domain/request/cidr.ts';
import type { Connect } from '../domain/request/connect.ts';
import type { connect } from './contract/connectivity.ts';

/** What a caller asks for besides the connection, with each block once and as EC2 writes it; nothing if all is off. */
export const requestedConnect = (asked: z.infer<typeof connect> | undefined): { connect?: Connect } => {
  const { routes = false, dns_resolution = false } = asked ?? {};
  if (!routes && !dns_resolution) return {};
  return {
    connect: {
      ...(routes && { routes: routes === true ? true : narrowed(routes) }),
      ...(dns_resolution && { dns_resolution }),
    },
  };
};

const narrowed = (routes: Exclude<NonNullable<Connect['routes']>, true>) => ({
  destination_cidr_blocks: canonical(routes.destination_cidr_blocks),
  peer_destination_cidr_blocks: canonical(routes.peer_destination_cidr_blocks),
});

const canonical = (blocks: readonly string[]): string[] => [...new Set(blocks.map(canonicalBlock))];
