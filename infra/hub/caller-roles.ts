import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccountPrincipal, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type HttpRoute, ROUTES } from '../../functions/routes.ts';
import type { Configuration } from '../configuration/schema.ts';

/** The functions know a member account by this name of its role: functions/edge/caller.ts. */
export const CALLER_ROLE_PREFIX = 'PeerwayCaller-';

/** The directory and the board are the network team's: no member has a use for them. */
const isOfMembers = ({ path }: HttpRoute): boolean => !/^\/(?:accounts|board-links)\b/.test(path);

/**
 * Who may call the API. An HTTP API has no resource policy, and lets in principals of its own account alone:
 * each member account takes on a role of the hub that only it can take on.
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
        description: `Peerway: how account ${accountId} (${name}) calls the API`,
        assumedBy: organizationId
          ? account.withConditions({ StringEquals: { 'aws:PrincipalOrgID': organizationId } })
          : account,
        maxSessionDuration: Duration.hours(1),
      });
      role.addToPolicy(invoke(signed.filter(isOfMembers)));
    }
    new ManagedPolicy(this, 'NetworkTeam', {
      managedPolicyName: `${Stack.of(this).stackName}-NetworkTeam`,
      description: 'Peerway: attach it to the roles of the network team, which call every route',
      statements: [invoke(signed)],
    });
  }
}

/** What stands for a parameter is a wildcard in a policy. */
const invocationArn = (api: HttpApi, { method, path }: HttpRoute): string =>
  Stack.of(api).formatArn({
    service: 'execute-api',
    resource: api.apiId,
    resourceName: `$default/${method}${path.replaceAll(/\{\w+\}/g, '*')}`,
  });
