import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { SendAlert } from "./alerts.ts";
import { type Deps, deployedDeps } from "./deps.ts";

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

let deployed: Deps | undefined;

/** As every function's, with the bus that TOUCHGATE_ALERT_BUS names; without it alerts are told in the log. */
export function alertingDeps(): Deps {
  const bus = process.env.TOUCHGATE_ALERT_BUS;
  deployed ??= bus === undefined ? deployedDeps() : { ...deployedDeps(), alert: alertsToBus(bus) };
  return deployed;
}
