import type { Language } from "../../lib/core/messages.ts";

/** The language of `Accept-Language` that a caller likes best of those that messages are written in; English else. */
export function languageOf(accepted: string | undefined): Language {
  if (accepted === undefined) return "en";
  let best: { readonly language: Language; readonly weight: number } = { language: "en", weight: 0 };
  for (const range of accepted.split(",").slice(0, MOST_RANGES)) {
    const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
    const language = LANGUAGE_OF_PREFIX.get(tag.split("-")[0] ?? "");
    const weight = weightOf(parameters);
    if (language !== undefined && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

const LANGUAGE_OF_PREFIX = new Map<string, Language>([
  ["en", "en"],
  ["zh", "zh"],
]);

const MOST_RANGES = 20;

/** `q=0.8`; 1 when it is not said. */
function weightOf(parameters: readonly string[]): number {
  const q = parameters.map((text) => text.trim()).find((text) => text.startsWith("q="));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
