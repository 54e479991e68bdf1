import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { SendAlert } from "../shared/alerts.ts";

/** What rules on the bus know our events by. */
const SOURCE = "touchgate";

/** Puts alerts on an EventBridge bus. @throws Error when one was not taken: whoever sends it must come again. */
export function alertsToBus(busName: string): SendAlert {
  const client = new EventBridgeClient({});
  return async (alert) => {
    const entry = {
      EventBusName: busName,
      Source: SOURCE,
      DetailType: alert.type,
      Detail: JSON.stringify(alert),
    };
    const { Entries = [], FailedEntryCount = 0 } = await client.send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    if (FailedEntryCount > 0)
      throw new Error(`The bus ${busName} refused an alert: ${Entries[0]?.ErrorCode}`);
  };
}
