import type { StateEvent } from "../core/events.ts";
import type { Touch } from "../core/touches.ts";
import { BadItem } from "./errors.ts";
import { unpackTouches } from "./packed-touches.ts";
import type { Item } from "./store.ts";

/** Told touches stand beside the others in the item, packed against the same table of words. */
export function packEvents(events: readonly StateEvent[], toldTouches: readonly string[]): string {
  let told = 0;
  const packed = events.map((event) => {
    // Fields that are undefined are not in JSON.
    return "touch" in event ? { ...event, touch: toldTouches[told++] } : event;
  });
  return JSON.stringify(packed);
}

/** The events of a state item, as the stream's consumers read them. @throws BadItem when they do not decode. */
export function eventsOf(item: Item): StateEvent[] {
  if (item.events === undefined) return [];
  const words = String(item.words ?? "");
  try {
    const packed = JSON.parse(String(item.events)) as (Exclude<StateEvent, Told> | PackedTold)[];
    return packed.map((event) => {
      if (!("touch" in event)) return event;
      const [touch] = unpackTouches({ words, lines: event.touch });
      return { ...event, touch: touch as Touch } as StateEvent;
    });
  } catch (cause) {
    throw new BadItem("list of events", cause);
  }
}

type Told = Extract<StateEvent, { readonly touch: Touch }>;
type PackedTold = { readonly [K in keyof Told]: K extends "touch" ? string : Told[K] };
