import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AccountPrincipal,
  CompositePrincipal,
  ManagedPolicy,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type HttpRoute, ROUTES } from '../../functions/routes.ts';
import { accountsByCallerRole } from '../configuration/caller-role-names.ts';
import type { Configuration } from '../configuration/schema.ts';

/** Only the network team uses the directory and the board, and takes connections over. */
const isForMembers = ({ path }: HttpRoute): boolean =>
  !/^\/(?:(?:accounts|directory|board-links)\b|connections\/.*\/adopt$)/.test(path);

/**
 * The roles that may call the API. An HTTP API has no resource policy and accepts only principals of its own
 * account, so member accounts assume a role in the hub. There is one role for all accounts whose IDs end in the
 * same two digits: their number doesn't grow with the accounts, and an account's role stays the same.
 *
 * The session's name is the only thing that a function learns about a session besides its role. The trust policy
 * therefore makes it begin with the account ID of the principal that assumes the role, which the principal can't
 * choose. With `sessionNameTag` the rest of the name is theirs neither: it is the value of that tag of the principal.
 * A principal without the tag is refused, because a policy variable without a value matches nothing.
 */
export class CallerRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      api,
      memberAccounts,
      organizationId,
      authorization,
    }: Pick<Configuration, 'memberAccounts' | 'organizationId' | 'authorization'> & { api: HttpApi },
  ) {
    super(scope, id);
    const nameTag = authorization.kind === 'iam' ? authorization.sessionNameTag : undefined;
    const signed = ROUTES.filter(({ authorizer }) => authorizer === 'iam');
    const invoke = (routes: readonly HttpRoute[]) =>
      new PolicyStatement({
        actions: ['execute-api:Invoke'],
        resources: routes.map((route) => invocationArn(api, route)),
      });
    const members = new ManagedPolicy(this, 'Members', {
      description: 'Peerway: lets member accounts call the routes for members',
      statements: [invoke(signed.filter(isForMembers))],
    });
    for (const [roleName, accountIds] of accountsByCallerRole(memberAccounts)) {
      new Role(this, roleName, {
        roleName,
        description: `Peerway: lets the member accounts whose IDs end in ${roleName.slice(-2)} call the API`,
        assumedBy: new CompositePrincipal(
          ...accountIds.map((accountId) => new AccountPrincipal(accountId)),
        ).withConditions({
          ...(nameTag
            ? {}
            : // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
              { StringLike: { 'sts:RoleSessionName': '${aws:PrincipalAccount}-*' } }),
          ...((organizationId || nameTag) && {
            StringEquals: {
              ...(organizationId && { 'aws:PrincipalOrgID': organizationId }),
              ...(nameTag && {
                'sts:RoleSessionName': `\${aws:PrincipalAccount}-\${aws:PrincipalTag/${nameTag}}`,
              }),
            },
          }),
        }),
        managedPolicies: [members],
        maxSessionDuration: Duration.hours(1),
      });
    }
    new ManagedPolicy(this, 'NetworkTeam', {
      managedPolicyName: `${Stack.of(this).stackName}-NetworkTeam`,
      // A new description would replace the policy, which CloudFormation can't do because its name is fixed.
      description: 'Peerway: attach it to the roles of the network team, which call every route',
      statements: [invoke(signed)],
    });
  }
}

/** The ARN of a route's invocations, with a wildcard for each path parameter. */
const invocationArn = (api: HttpApi, { method, path }: HttpRoute): string =>
  Stack.of(api).formatArn({
    service: 'execute-api',
    resource: api.apiId,
    resourceName: `$default/${method}${path.replaceAll(/\{\w+\}/g, '*')}`,
  });
