import { AuditPolicy, GhostRule, JunkRule } from "../../../lib/core/audit/audit-policy.ts";
import { component } from "./component.ts";

const [OutcomeRule, UnansweredRule, TagRule] = JunkRule.def.options;

const ofEveryRule = {
  id: "Name of the rule; changes of status give it. Unique among all of the audit, kebab-case.",
  note: "For people.",
};
const channel = "Only touches on these channels; left out, on all.";

/** What an audit looks for: the schemas that read it. */
export const AUDIT = {
  AuditPolicy: component(AuditPolicy, {
    about: "What an audit looks for. A length of time that is left out looks for nothing of its kind.",
    fields: {
      $schema: "For editors; not read.",
      ghosts: "When a channel does not reach the contact. Whom none reaches is a `ghost`.",
      junk: "When a contact is `junk`: any of these.",
      staleAfter: "A contact is stale with whom nothing happened for so long.",
      consentsEndingWithin: "Consents that end within so long are told.",
      ownerSilentAfter: "Owners are told who have touched nobody for so long.",
      verifyAgainAfter:
        "Addresses of which the service that verifies them has said nothing for so long are asked of again; " +
        "left out, only those flagged `unverified`.",
      verifyAtMost: "So many addresses one audit asks of; default 1,000.",
    },
  }),
  GhostRule: component(GhostRule, {
    about: "Failures in a row. Touches without an outcome are passed over, any other outcome ends the row.",
    fields: {
      ...ofEveryRule,
      channel: "Each of these channels by itself.",
      outcomes: "What counts as a failure.",
      times: "So many in a row.",
    },
  }),
  JunkRule: component(JunkRule, { about: "One rule; `kind` tells which." }),
  JunkOutcomeRule: component(OutcomeRule, {
    about: "So many touches came to an outcome.",
    fields: {
      ...ofEveryRule,
      kind: "`outcome`.",
      channel,
      outcomes: "Any of these.",
      times: "So many touches.",
      within: "Told in this length of time; left out, ever.",
    },
  }),
  JunkUnansweredRule: component(UnansweredRule, {
    about: "So many touches, and no response of any kind in the same time.",
    fields: { ...ofEveryRule, kind: "`unanswered`.", channel, touches: "So many.", within: "How far back." },
  }),
  JunkTagRule: component(TagRule, {
    about: "A tag of the contact.",
    fields: { ...ofEveryRule, kind: "`tag`.", tags: "Any of these." },
  }),
};
