import { CreateVpcPeeringConnectionCommand, EC2Client } from '@aws-sdk/client-ec2';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import type { Stack } from '../../local/stack.ts';
import { ANALYTICS_ENTRY, ANNA, actors, DAY, HOUR, PRIYA, type Sight } from './scenes.ts';

/** A connection that somebody created with EC2 alone, and one that ends and is to live for longer. */
export async function* lifeTour(stack: Stack): AsyncGenerator<Sight> {
  const { pass, submit, linkOf, send, putAccount, request, call } = actors(stack);
  await putAccount('222222222222', { ...ANALYTICS_ENTRY, pick_up: true, longest_active_for: 'P90D' });
  const connection = await createOutside(stack);
  await pass(HOUR);
  await invokeFunction('schedules/update-register', {});
  await pass(HOUR);
  const { items } = await call<{ items: { id: string; vpc_peering_connection_id: string }[] }>(
    '222222222222',
    'GET',
    '/peering-requests',
  );
  const found =
    items.find(({ vpc_peering_connection_id }) => vpc_peering_connection_id === connection)?.id ?? '';
  yield { name: 'decision-found', url: await linkOf(ANNA, found, 'decisions') };
  yield { name: 'status-found', url: await linkOf(PRIYA, found, 'status') };

  const why = 'Copies last year’s orders to the lake, and is done in a week.';
  const id = await submit('paymentsEu', 'analyticsLake', why, { active_for: 'P10D' });
  const decide = await linkOf(ANNA, id, 'decisions');
  yield { name: 'decision-with-an-end', url: decide };
  await send(decide, { decision: 'accept', comment: '', active_for: String(7 * DAY) });
  await pass(6 * DAY + HOUR);
  await invokeFunction('schedules/sweep', {});
  const follow = await linkOf(PRIYA, id, 'status');
  yield { name: 'status-ends', url: follow };
  const form = { extends_by: String(30 * DAY), reason: 'The copy is slower than we thought.' };
  await send(follow, form, '/extensions/');
  yield { name: 'status-more-time-asked', url: follow };
  await invokeFunction('schedules/sweep', {});
  const extension = await linkOf(ANNA, id, 'decisions');
  yield { name: 'decision-more-time', url: extension };
  const { extension: asked } = await request<{ extension: { at: string } }>(id);
  await send(extension, { decision: 'accept', comment: 'Until it is copied.', extension: asked.at });
  await invokeFunction('schedules/sweep', {});
  yield { name: 'decision-more-time-granted', url: extension };
  yield { name: 'status-more-time-granted', url: follow };
}

const createOutside = async ({ endpoints }: Stack): Promise<string | undefined> => {
  const credentials = { accessKeyId: '111111111111', secretAccessKey: 'local' };
  const ec2 = new EC2Client({ region: 'eu-west-1', endpoint: endpoints.ec2, credentials });
  const { VpcPeeringConnection } = await ec2.send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: VPC.paymentsLedger,
      PeerVpcId: VPC.analyticsEu,
      PeerOwnerId: '222222222222',
      TagSpecifications: [
        {
          ResourceType: 'vpc-peering-connection',
          Tags: [
            { Key: 'peerway:justification', Value: 'Ledger entries for the weekly report.' },
            { Key: 'peerway:contact', Value: PRIYA },
          ],
        },
      ],
    }),
  );
  ec2.destroy();
  return VpcPeeringConnection?.VpcPeeringConnectionId;
};
