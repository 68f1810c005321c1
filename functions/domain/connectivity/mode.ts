import type { Account } from '../directory/ports.ts';
import type { ConnectScope } from '../request/connect.ts';

/** What the configuration lets Peerway do in member accounts. */
export type ConnectAbilities = { routes: boolean; dns_resolution: boolean };

export type ConnectMode = NonNullable<Account['connect']>;

/** What Peerway does about routes and DNS resolution in an account. Without a role there, it can only advise. */
export const modeOf = (account: Account | undefined, abilities: ConnectAbilities): ConnectMode => {
  const isAble = account?.onboarded && (abilities.routes || abilities.dns_resolution);
  const mode = account?.connect ?? 'advise';
  return mode === 'apply' && !isAble ? 'advise' : mode;
};

/** The part of a scope that Peerway can do. */
export const narrowScope = (
  scope: ConnectScope,
  { routes, dns_resolution }: ConnectAbilities,
): ConnectScope => ({
  destination_cidr_blocks: routes ? scope.destination_cidr_blocks : [],
  dns_resolution: dns_resolution && scope.dns_resolution,
});

export const isEmptyScope = ({ destination_cidr_blocks, dns_resolution }: ConnectScope): boolean =>
  destination_cidr_blocks.length === 0 && !dns_resolution;
