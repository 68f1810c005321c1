import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '../domain/announce/ports.ts';

const SOURCE = 'peerway';

/** An EventBridge bus. PutEvents returns 200 even when it rejected the events. */
export const eventbridgeBus = (client: EventBridgeClient, EventBusName: string): EventBus => {
  const publish = async (DetailType: string, change: { at: string }): Promise<void> => {
    const { FailedEntryCount = 0, Entries: [entry] = [] } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName,
            Source: SOURCE,
            DetailType,
            Time: new Date(change.at),
            Detail: JSON.stringify(change),
          },
        ],
      }),
    );
    if (FailedEntryCount > 0) throw new Error(`EventBridge rejected the event: ${entry?.ErrorCode}`);
  };
  return {
    statusChanged: (change) => publish('Peering Request Status Changed', change),
    connectivityChanged: (change) => publish('Peering Request Connectivity Changed', change),
    noticed: (notice) => publish('Peering Request Notice', notice),
  };
};
