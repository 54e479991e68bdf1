import type { Contact } from "../contact.ts";
import { RESPONSES } from "../engagement.ts";
import { durationOf } from "../rule-document.ts";
import type { EpochMs } from "../time.ts";
import type { Outcome } from "../words.ts";
import type { JunkRule, OutcomeRule, TagRule, UnansweredRule } from "./audit-policy.ts";
import type { Facts, PastTouch } from "./facts.ts";
import { type Action, APPLY, type Finding, finding } from "./finding.ts";

interface Judged {
  readonly contact: Contact;
  readonly facts: Facts;
  readonly at: EpochMs;
}

/** What each rule says that makes the contact junk. */
export const findJunk = (rules: readonly JunkRule[], judged: Judged): Finding[] =>
  rules.flatMap((rule) => findingOf(rule, judged) ?? []);

function findingOf(rule: JunkRule, judged: Judged): Finding | undefined {
  switch (rule.kind) {
    case "outcome":
      return byOutcomes(rule, judged);
    case "unanswered":
      return byOurTouches(rule, judged);
    case "tag":
      return byTags(rule, judged.contact);
  }
}

const MARK: Action = {
  text: "Mark it as junk; a rule that excludes junk then spares the effort.",
  command: APPLY,
};

function byOutcomes(rule: OutcomeRule, { contact: { contactId }, facts, at }: Judged): Finding | undefined {
  const start = rule.within === undefined ? Number.NEGATIVE_INFINITY : at - durationOf(rule.within);
  // A touch counts once, by the first such outcome.
  const told = facts.touches
    .filter((touch) => isOn(touch, rule) && !touch.inbound)
    .flatMap(
      ({ outcomes }) =>
        outcomes.find(({ outcome, at: toldAt }) => rule.outcomes.includes(outcome) && toldAt > start) ?? [],
    );
  if (told.length < rule.times) return undefined;
  const names = [...new Set(told.map(({ outcome }) => outcome))].sort();
  return finding({
    code: "junk_outcomes",
    contactId,
    detail: `${told.length} ${told.length === 1 ? "touch" : "touches"} came to ${names.join(" or ")}.`,
    since: told.map((one) => one.at).sort((a, b) => a - b)[rule.times - 1],
    evidence: { rule: rule.id, outcomes: names, times: told.length },
    action: MARK,
  });
}

function byOurTouches(
  rule: UnansweredRule,
  { contact: { contactId }, facts, at }: Judged,
): Finding | undefined {
  const start = at - durationOf(rule.within);
  const isResponse = ({ outcome, at: toldAt }: { outcome: Outcome; at: EpochMs }) =>
    toldAt > start && ANSWERS.includes(outcome);
  const within = facts.touches.filter((touch) => touch.at > start);
  if (facts.outcomes.some(isResponse) || within.some(({ inbound }) => inbound)) return undefined;
  const ours = within.filter((touch) => touch.stands && isOn(touch, rule));
  if (ours.length < rule.touches) return undefined;
  return finding({
    code: "never_engaged",
    contactId,
    detail: `${ours.length} touches in ${rule.within} brought no response.`,
    since: ours[0]?.at,
    evidence: { rule: rule.id, touches: ours.length, within: rule.within },
    action: MARK,
  });
}

/** Whatever shows that somebody took notice. An open counts here: who may have read is not junk. */
const ANSWERS: readonly Outcome[] = [...RESPONSES, "answered", "refused"];

const isOn = ({ channel }: PastTouch, rule: OutcomeRule | UnansweredRule): boolean =>
  rule.channel === undefined || rule.channel.includes(channel);

function byTags(rule: TagRule, { contactId, attributes }: Contact): Finding | undefined {
  const tags = rule.tags.filter((tag) => attributes.tags?.includes(tag));
  if (tags.length === 0) return undefined;
  return finding({
    code: "junk_tag",
    contactId,
    detail: `The contact is tagged ${tags.join(", ")}.`,
    since: undefined,
    evidence: { rule: rule.id, tags },
    action: MARK,
  });
}
