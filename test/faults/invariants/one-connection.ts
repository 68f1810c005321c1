import type { Evidence } from '../evidence.ts';

/** 2. At most one connection exists in EC2 for a request, and none that no request knows of. */
export const oneConnection = ({ record, named, connections }: Evidence): string[] => {
  const ids = connections.map(({ id, status }) => `${id} (${status})`);
  const findings = ids.length > 1 ? [`${ids.length} connections were made for it: ${ids.join(', ')}`] : [];
  const unknown = connections.filter(({ id }) => id !== record.vpc_peering_connection_id);
  for (const { id, status } of unknown) {
    findings.push(
      `${id} (${status}) bears its tag, and the record names ${record.vpc_peering_connection_id ?? 'none'}`,
    );
  }
  // One that was created outside bears no tag of ours.
  if (named && !record.origin && !connections.includes(named))
    findings.push(`the record names ${named.id}, which was not made for it`);
  return findings;
};
