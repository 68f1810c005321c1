import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '../domain/announce/ports.ts';

const SOURCE = 'peerway';
const DETAIL_TYPE = 'Peering Request Status Changed';

/** An EventBridge bus. PutEvents returns 200 even when it rejected the events. */
export const eventbridgeBus = (client: EventBridgeClient, EventBusName: string): EventBus => ({
  statusChanged: async (change) => {
    const { FailedEntryCount = 0, Entries: [entry] = [] } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName,
            Source: SOURCE,
            DetailType: DETAIL_TYPE,
            Time: new Date(change.at),
            Detail: JSON.stringify(change),
          },
        ],
      }),
    );
    if (FailedEntryCount > 0) throw new Error(`EventBridge rejected the event: ${entry?.ErrorCode}`);
  },
});
