import type { PeeringRequest } from '../request/peering-request.ts';

/** How to accept or reject this connection in the accepter's account, where Peerway has no role. */
export type Instructions = { console: string; accept: string; reject: string; terraform: string };

export const acceptElsewhere = ({
  id,
  accepter: { owner_id, region },
  vpc_peering_connection_id: connection = 'pcx-…',
}: PeeringRequest): Instructions => ({
  console: `Sign in to account ${owner_id}, choose ${region}, open VPC › Peering connections, select ${connection}, choose Actions › Accept request`,
  accept: `aws ec2 accept-vpc-peering-connection --region ${region} --vpc-peering-connection-id ${connection}`,
  reject: `aws ec2 reject-vpc-peering-connection --region ${region} --vpc-peering-connection-id ${connection}`,
  terraform: `# with a provider for account ${owner_id} in ${region}
resource "aws_vpc_peering_connection_accepter" "peerway" {
  vpc_peering_connection_id = "${connection}"
  auto_accept               = true

  tags = {
    Name = "${id}"
  }
}`,
});
