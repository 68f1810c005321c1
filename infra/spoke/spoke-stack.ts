import { Aws, BootstraplessSynthesizer, Duration, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { EC2_ROLE_PATH } from '../hub/peering-function.ts';
import type { MemberRole } from '../permissions/grant.ts';
import { accepterPermissions, requesterPermissions } from './permissions.ts';

/**
 * The two roles in a member account. The template is the same for every account and needs nothing of the CDK
 * there: it can be a StackSet's.
 */
export class SpokeStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      description: 'Peerway: the roles by which the network hub asks EC2 for VPC peering in this account',
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    });
    this.role('PeerwayRequester', configuration, requesterPermissions(configuration));
    this.role('PeerwayAccepter', configuration, accepterPermissions(configuration));
  }

  private role(
    roleName: MemberRole,
    { hub, externalId, organizationId }: Configuration,
    statements: readonly PolicyStatement[],
  ): void {
    const role = new Role(this, roleName, {
      roleName,
      description: `Peerway: what the hub ${hub.accountId} may ask of EC2 in account ${Aws.ACCOUNT_ID}`,
      assumedBy: new AccountPrincipal(hub.accountId).withConditions({
        // Of the hub, only the functions that go to member accounts.
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${hub.accountId}:role${EC2_ROLE_PATH}*` },
        StringEquals: {
          'sts:ExternalId': externalId,
          ...(organizationId && { 'aws:PrincipalOrgID': organizationId }),
        },
      }),
      maxSessionDuration: Duration.hours(1),
    });
    for (const statement of statements) role.addToPolicy(statement);
  }
}
