import { Aws, BootstraplessSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, ManagedPolicy, type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { partitionOf } from '../configuration/partition.ts';
import type { Configuration } from '../configuration/schema.ts';
import type { MemberRole } from '../permissions/grant.ts';
import { canConnect, EC2_ROLE_PATH, TRUSTED_PATHS } from '../permissions/member-access.ts';
import {
  accepterPermissions,
  connectorPermissions,
  requesterPermissions,
  viewerPermissions,
} from './permissions.ts';

/**
 * The roles in a member account. The template is the same for every account and doesn't need a bootstrapped CDK
 * there, so that a StackSet can deploy it.
 */
export class SpokeStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      description: 'Peerway: the roles with which the network hub manages VPC peering in this account',
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    });
    this.role('PeerwayViewer', configuration, viewerPermissions(configuration));
    this.role('PeerwayRequester', configuration, requesterPermissions(configuration));
    this.role('PeerwayAccepter', configuration, accepterPermissions(configuration));
    if (canConnect(configuration)) {
      this.role('PeerwayConnector', configuration, connectorPermissions(configuration));
    }
  }

  private role(
    roleName: MemberRole,
    { hub, externalId, organizationId, memberRoles }: Configuration,
    [own = [], ...others]: readonly PolicyStatement[][],
  ): void {
    // A hub of version 0.1 has all its functions' roles in one path, and none that connects.
    const isOfOldHub = memberRoles === 'upgrading' && roleName !== 'PeerwayConnector';
    const trusted = isOfOldHub ? EC2_ROLE_PATH : TRUSTED_PATHS[roleName];
    const role = new Role(this, roleName, {
      roleName,
      description: `Peerway: lets the hub ${hub.accountId} manage VPC peering in account ${Aws.ACCOUNT_ID}`,
      assumedBy: new AccountPrincipal(hub.accountId).withConditions({
        ArnLike: {
          'aws:PrincipalArn': `arn:${partitionOf(hub.region).name}:iam::${hub.accountId}:role${trusted}*`,
        },
        StringEquals: {
          'sts:ExternalId': externalId,
          ...(organizationId && { 'aws:PrincipalOrgID': organizationId }),
        },
      }),
      maxSessionDuration: Duration.hours(1),
    });
    for (const statement of own) role.addToPolicy(statement);
    for (const [index, statements] of others.entries()) {
      new ManagedPolicy(this, `${roleName}Peers${index + 2}`, {
        description: `Peerway: more accounts that ${roleName} can peer with`,
        roles: [role],
        statements,
      });
    }
  }
}
