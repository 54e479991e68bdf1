import type { Candidate } from "../candidate.ts";
import type { Contact } from "../contact.ts";
import type { Request } from "../request.ts";
import type { ExcludeDocument } from "../rule-document.ts";
import { NEVER } from "../time.ts";
import { PASSES, type Test } from "./rule.ts";

/** Fields of a request that a value may be filled from, as `purchased:{product}`. */
export const TEMPLATE_FIELDS = [
  "channel",
  "department",
  "purpose",
  "campaign",
  "topic",
  "product",
  "subject",
] as const;
type TemplateField = (typeof TEMPLATE_FIELDS)[number];

export const PLACEHOLDER = /\{([^{}]*)\}/g;

type ExcludedBy = ExcludeDocument["contact"];

const VALUES_OF: Readonly<Record<keyof ExcludedBy, (contact: Contact) => readonly (string | undefined)[]>> = {
  status: ({ status }) => [status],
  country: ({ attributes }) => [attributes.country],
  region: ({ attributes }) => [attributes.region],
  stage: ({ attributes }) => [attributes.stage],
  tier: ({ attributes }) => [attributes.tier],
  tags: ({ attributes: { tags } }) => (tags === undefined || tags.length === 0 ? [undefined] : tags),
  recipientType: ({ attributes }) => [attributes.recipientType],
};

/** Denies when the contact is as `contact` says: all fields given, any value of each. */
export function compileExclude({ contact: excluded }: ExcludeDocument): Test {
  const fields = Object.entries(excluded).flatMap(([field, values]) =>
    values === undefined ? [] : [{ field: field as keyof ExcludedBy, fillers: values.map(compileValue) }],
  );

  /** The value of each field that matches; undefined when one field has none. */
  const matched = ({ contact, request }: Candidate): Record<string, string> | undefined => {
    const found: Record<string, string> = {};
    for (const { field, fillers } of fields) {
      const value = VALUES_OF[field](contact)
        .map((held) => held ?? "unknown")
        .find((held) => fillers.some((filler) => filler(request) === held));
      if (value === undefined) return undefined;
      found[field] = value;
    }
    return found;
  };

  return {
    failsUntil: (candidate) => (matched(candidate) === undefined ? PASSES : NEVER),
    explain: (candidate) => ({ code: "excluded", details: { contact: matched(candidate) } }),
  };
}

/** A value for a request: `purchased:{product}` with its product in place; undefined when it has none. */
function compileValue(value: string): (request: Request) => string | undefined {
  // Split by what it captures: texts at even places, names of fields at odd ones.
  const parts = value.split(PLACEHOLDER);
  return (request) => {
    let text = "";
    for (let i = 0; i < parts.length; i++) {
      const part = i % 2 === 0 ? parts[i] : request[parts[i] as TemplateField];
      if (part === undefined) return undefined;
      text += part;
    }
    return text;
  };
}
