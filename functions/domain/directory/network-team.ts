import type { Directory } from './ports.ts';

/** How the network team is reached: by the directory, or else at the address of the configuration. */
export type NetworkTeam = { directory: Pick<Directory, 'networkTeam'>; networkTeamAddress: string };

/** The mail addresses to which goes what concerns the network team. */
export const listNetworkTeam = async ({ directory, networkTeamAddress }: NetworkTeam): Promise<string[]> => {
  const named = await directory.networkTeam();
  return named.length > 0 ? named : [networkTeamAddress];
};
