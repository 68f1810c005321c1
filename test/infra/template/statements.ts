import { resourcesOf, type Template, textOf } from './synthesized.ts';

/** A statement of a policy, with all that may be one or many as many, and all references as text. */
export type Statement = {
  effect: string;
  actions: string[];
  resources: string[];
  conditions: Record<string, Record<string, unknown>>;
  principal?: unknown;
};

type Raw = {
  Effect: string;
  Action: string | string[];
  Resource?: unknown;
  Condition?: Statement['conditions'];
  Principal?: unknown;
};

const many = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : ([value].flat() as T[]));

export const statementsOf = (document: unknown): Statement[] =>
  (document as { Statement: Raw[] }).Statement.map(({ Effect, Action, Resource, Condition, Principal }) => ({
    effect: Effect,
    actions: many(Action),
    resources: many(Resource).map(textOf),
    conditions: Condition ?? {},
    ...(Principal !== undefined && { principal: Principal }),
  }));

/** What the role of a function may do, by the function's entry. */
export const roleStatements = (template: Template): Map<string, Statement[]> =>
  new Map(
    functionsOf(template).map(({ entry, roleId }) => [
      entry,
      policiesOf(template, roleId).flatMap(statementsOf),
    ]),
  );

/** The functions of a template, by the file that each says it is made of. */
export const functionsOf = (template: Template) =>
  resourcesOf(template, 'AWS::Lambda::Function').map(([id, { Properties }]) => ({
    id,
    properties: Properties,
    entry: /functions\/(.+)\.ts$/.exec(String(Properties['Description']))?.[1] ?? '',
    roleId: /\$\{(\w+)\.Arn\}/.exec(textOf(Properties['Role']))?.[1] ?? '',
  }));

const policiesOf = (template: Template, roleId: string): unknown[] => [
  ...inlinePolicies(template.Resources[roleId]?.Properties ?? {}),
  ...resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => many(Properties['Roles']).map(textOf).includes(`\${${roleId}}`))
    .map(([, { Properties }]) => Properties['PolicyDocument']),
];

/** The policies that are a part of a role. */
export const inlinePolicies = (role: Record<string, unknown>): unknown[] =>
  many(role['Policies'] ?? []).map((policy) => (policy as { PolicyDocument: unknown }).PolicyDocument);

/** The actions that the roles in a member account allow, by the roles' names. */
export const memberActions = (spoke: Template): Map<string, Set<string>> =>
  new Map(
    resourcesOf(spoke, 'AWS::IAM::Role').map(([id, { Properties }]) => [
      String(Properties['RoleName']),
      new Set(
        policiesOf(spoke, id).flatMap((policy) => statementsOf(policy).flatMap(({ actions }) => actions)),
      ),
    ]),
  );

/** Every statement that a role or managed policy of the template makes, with where it stands. */
export const allStatements = (template: Template): { at: string; statement: Statement }[] => {
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    resourcesOf(template, type).map(([at, { Properties }]) => ({
      at,
      document: Properties['PolicyDocument'],
    })),
  );
  const inline = resourcesOf(template, 'AWS::IAM::Role').flatMap(([at, { Properties }]) =>
    inlinePolicies(Properties).map((document) => ({ at, document })),
  );
  return [...policies, ...inline].flatMap(({ at, document }) =>
    statementsOf(document).map((statement) => ({ at, statement })),
  );
};
