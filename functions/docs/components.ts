import { ADMINISTRATION } from "./components/administration.ts";
import { AUDIT } from "./components/audit.ts";
import { BATCH } from "./components/batch.ts";
import type { Component } from "./components/component.ts";
import { CONTACT } from "./components/contact.ts";
import { DECISION } from "./components/decision.ts";
import { DUPLICATES } from "./components/duplicates.ts";
import { EXPORT } from "./components/export.ts";
import { HOOKS } from "./components/hooks.ts";
import { LINKS } from "./components/links.ts";
import { POLICY } from "./components/policy.ts";
import { detailsNameOf, REASONS } from "./components/reasons.ts";
import { REQUESTS } from "./components/requests.ts";
import { STANDING } from "./components/standing.ts";
import { TIMELINE } from "./components/timeline.ts";
import { TOUCHES } from "./components/touches.ts";
import { WORDS } from "./components/words.ts";

/**
 * Requests are read by their schemas; answers are described by theirs, strictly, so that tests find every field
 * that nobody described.
 */
const NAMED = {
  ...REQUESTS,
  ...POLICY,
  ...DUPLICATES,
  ...AUDIT,
  ...LINKS,
  ...HOOKS,
  ...DECISION,
  ...BATCH,
  ...TOUCHES,
  ...CONTACT,
  ...STANDING,
  ...TIMELINE,
  ...EXPORT,
  ...ADMINISTRATION,
  ...WORDS,
};
export type ComponentName = keyof typeof NAMED;

/** Every schema with a name in the document, requests first. */
export const COMPONENTS: Readonly<Record<string, Component>> = {
  ...NAMED,
  ...Object.fromEntries(Object.entries(REASONS).map(([code, { details }]) => [detailsNameOf(code), details])),
};
