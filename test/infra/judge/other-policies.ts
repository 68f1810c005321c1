import { type Policies, type Role, roleName, type Statement } from './policies.ts';

/** Each action of each statement of a role, and the policies without it. */
export const withoutEachAction = (by: Policies, name: string) =>
  statementsOf(by, name).flatMap((statement, place) =>
    [statement.Action].flat().map((action) => ({
      action,
      statement,
      without: withActions(by, name, place, (actions) => actions.filter((each) => each !== action)),
    })),
  );

/** The policies, with one action more in the first statement of a role. */
export const withOneMore = (by: Policies, name: string, action: string): Policies =>
  withActions(by, name, 0, (actions) => [...actions, action]);

/** The policies, with a role that may do this to everything. */
export const allowing = (by: Policies, name: string, action: string): Policies =>
  withStatements(by, name, (statements) => [
    ...statements,
    { Effect: 'Allow', Action: action, Resource: '*' },
  ]);

export const statementsOf = ({ roles }: Policies, name: string): Statement[] => {
  const [, role] = [...roles].find(([who]) => roleName(who) === name) ?? [];
  if (!role) throw new Error(`There is no role ${name}`);
  return role.policies.flatMap(({ Statement }) => Statement);
};

const withActions = (
  by: Policies,
  name: string,
  place: number,
  change: (actions: string[]) => string[],
): Policies =>
  withStatements(by, name, (statements) =>
    statements
      .map((statement, index) =>
        index === place ? { ...statement, Action: change([statement.Action].flat()) } : statement,
      )
      .filter(({ Action }) => Action.length > 0),
  );

const withStatements = (
  by: Policies,
  name: string,
  change: (statements: Statement[]) => Statement[],
): Policies => {
  const changed = (role: Role): Role => ({
    ...role,
    policies: [
      { Version: '2012-10-17', Statement: change(role.policies.flatMap(({ Statement }) => Statement)) },
    ],
  });
  return {
    ...by,
    roles: new Map([...by.roles].map(([who, role]) => [who, roleName(who) === name ? changed(role) : role])),
  };
};
