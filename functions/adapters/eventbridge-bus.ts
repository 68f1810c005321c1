import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '../domain/announce/ports.ts';

const SOURCE = 'peerway';
const DETAIL_TYPE = 'Peering Request Status Changed';

/** An EventBridge bus. PutEvents answers 200 also when it took nothing. */
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
    if (FailedEntryCount > 0) throw new Error(`EventBridge refused the event: ${entry?.ErrorCode}`);
  },
});
