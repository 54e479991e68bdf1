import { loadCalendar } from "../../lib/core/calendar.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";

const FROM = epochMs(Date.UTC(2024, 0, 1));
const TO = epochMs(Date.UTC(2038, 0, 1));

const calendar = await loadCalendar();

/** Every change of a zone's clocks from 2024 to 2037; equal texts are equal clocks at every moment of it. */
export function clocksOf(zone: string): string {
  const changes: string[] = [];
  let offset: number | undefined;
  for (let at: EpochMs = FROM; at < TO; ) {
    const span = calendar.offsetSpan(zone, at);
    if (span.offsetMs !== offset) changes.push(`${at} ${span.offsetMs}`);
    offset = span.offsetMs;
    at = epochMs(span.to);
  }
  return changes.join();
}
