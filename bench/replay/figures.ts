const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What the figures on pressure read of a touch. */
export interface Contacting {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly contact: string;
  readonly agent: string | undefined;
}

export interface Pressure {
  readonly touchCount: number;
  /** Contacts that got a touch less than 24 hours after another. */
  readonly twiceInDayCount: number;
  /** Touches less than 60 seconds after one by another employee. */
  readonly onHeelsCount: number;
}

/** How hard touches, in time order, fell upon contacts. */
export function pressureOf(touches: readonly Contacting[]): Pressure {
  const lastAt = new Map<string, number>();
  const twice = new Set<string>();
  const recent = new Map<string, readonly Contacting[]>();
  let onHeelsCount = 0;
  for (const touch of touches) {
    const { at, contact, agent } = touch;
    if (at - (lastAt.get(contact) ?? Number.NEGATIVE_INFINITY) < DAY_MS) twice.add(contact);
    lastAt.set(contact, at);
    const within = (recent.get(contact) ?? []).filter((earlier) => at - earlier.at < MINUTE_MS);
    if (within.some((earlier) => earlier.agent !== agent)) onHeelsCount += 1;
    recent.set(contact, [...within, touch]);
  }
  return { touchCount: touches.length, twiceInDayCount: twice.size, onHeelsCount };
}

/** How often each key occurs, most often first. */
export function tally<T>(items: readonly T[], keyOf: (item: T) => string): [key: string, count: number][] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
