import type { HookMessage } from "./hook.ts";
import type { Said } from "./read-reply.ts";

/** What a customer's message asks for, as a vendor tells it; `words` are for the person who reads an unclear one. */
export function messageOfSaid(
  said: Said,
  about: Omit<HookMessage & { kind: "reply" }, "kind">,
  words: string | undefined,
): HookMessage {
  if (said.kind !== "stop") return { kind: KINDS[said.kind], ...about };
  const { scope, isSure } = said;
  return { kind: "optOut", ...about, scope, isSure, words, isAnswered: false };
}

const KINDS = { start: "optIn", help: "help", other: "reply" } as const;
