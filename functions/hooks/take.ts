import type { HookMessage } from "../../lib/adapters/hook.ts";
import { takeOutcome } from "./take-outcome.ts";
import { takeWord } from "./take-word.ts";
import type { Taken, Taking } from "./taking.ts";

/**
 * Does what one message asks for. The same message again, late or in another order leaves the same: outcomes are told
 * once, and of stop and go on the later counts, by the vendor's clock.
 */
export async function take(taking: Taking, message: HookMessage): Promise<Taken> {
  switch (message.kind) {
    case "outcome":
      return takeOutcome(taking, message);
    case "optOut":
      return takeWord(taking, message);
    case "optIn":
      return takeWord(taking, message);
    default:
      return "nothing";
  }
}
