import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccountPrincipal, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type HttpRoute, ROUTES } from '../../functions/routes.ts';
import type { Configuration } from '../configuration/schema.ts';

/** functions/edge/caller.ts identifies a member account by this role name. */
export const CALLER_ROLE_PREFIX = 'PeerwayCaller-';

/** Only the network team uses the directory and the board. */
const isForMembers = ({ path }: HttpRoute): boolean => !/^\/(?:accounts|board-links)\b/.test(path);

/**
 * The roles that may call the API. An HTTP API has no resource policy and accepts only principals of its own
 * account, so each member account assumes a role in the hub that no other account can assume.
 */
export class CallerRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      api,
      memberAccounts,
      organizationId,
    }: Pick<Configuration, 'memberAccounts' | 'organizationId'> & { api: HttpApi },
  ) {
    super(scope, id);
    const signed = ROUTES.filter(({ authorizer }) => authorizer === 'iam');
    const invoke = (routes: readonly HttpRoute[]) =>
      new PolicyStatement({
        actions: ['execute-api:Invoke'],
        resources: routes.map((route) => invocationArn(api, route)),
      });
    for (const { accountId, name } of memberAccounts) {
      const account = new AccountPrincipal(accountId);
      const role = new Role(this, accountId, {
        roleName: `${CALLER_ROLE_PREFIX}${accountId}`,
        description: `Peerway: lets account ${accountId} (${name}) call the API`,
        assumedBy: organizationId
          ? account.withConditions({ StringEquals: { 'aws:PrincipalOrgID': organizationId } })
          : account,
        maxSessionDuration: Duration.hours(1),
      });
      role.addToPolicy(invoke(signed.filter(isForMembers)));
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
