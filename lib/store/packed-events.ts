import type { Actor, Override, StateEvent } from "../core/events.ts";
import type { Touch } from "../core/touches.ts";
import { BadItem } from "./errors.ts";
import { unpackTouches } from "./packed-touches.ts";
import type { Item } from "./store.ts";

/** Told touches stand beside the others in the item, packed against the same table of words. */
export function packEvents(events: readonly StateEvent[], toldTouches: readonly string[]): string {
  let told = 0;
  const packed = events.map((event) => {
    if (event.type !== "touched") return event;
    const { type, reference, by, override } = event;
    return {
      type,
      touch: toldTouches[told++],
      by,
      ...(reference !== undefined && { reference }),
      ...(override !== undefined && { override }),
    };
  });
  return JSON.stringify(packed);
}

/** The events of a state item, as the stream's consumers read them. @throws BadItem when they do not decode. */
export function eventsOf(item: Item): StateEvent[] {
  if (item.events === undefined) return [];
  const words = String(item.words ?? "");
  try {
    const packed = JSON.parse(String(item.events)) as (
      | Exclude<StateEvent, { type: "touched" }>
      | PackedTouched
    )[];
    return packed.map((event) => {
      if (event.type !== "touched") return event;
      const [touch] = unpackTouches({ words, lines: event.touch });
      return { ...event, touch: touch as Touch, reference: event.reference };
    });
  } catch (cause) {
    throw new BadItem("list of events", cause);
  }
}

type PackedTouched = {
  readonly type: "touched";
  readonly touch: string;
  readonly reference: string | undefined;
  readonly by: Actor;
  readonly override?: Override | undefined;
};
