import type { DirectoryDocument, Nobody } from './document.ts';
import { groupNameIn, peopleAmong } from './resolve.ts';

export const findNobody = (document: DirectoryDocument): Nobody => {
  const { accounts, groups, network_team, rules } = document;
  const entries = Object.entries(accounts);
  const members = [
    ...entries.flatMap(([, entry]) => [
      ...entry.approvers,
      ...(entry.escalation_email ? [entry.escalation_email] : []),
      ...(entry.rules ?? []).flatMap(({ approvers = [] }) => approvers),
    ]),
    ...rules.flatMap(({ approvers = [] }) => approvers),
    ...network_team,
  ];
  const used = members.map(groupNameIn).filter((name) => name !== undefined);
  return {
    accounts: entries
      // An entry that names no approvers may be of an account that only requests.
      .filter(([, { approvers }]) => approvers.length > 0 && peopleAmong(document, approvers).length === 0)
      .map(([id]) => id),
    groups: [...new Set([...Object.keys(groups), ...used])]
      .filter((name) => peopleAmong(document, [`group:${name}`]).length === 0)
      .sort(),
  };
};
